"""Independent readers of our messages, written from the specifications and not from our writers.

Each gives the same thing: full key (dimension ids in order, TIME_PERIOD last) -> (value, attributes
with a value). A value that is not there is None.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

import openpyxl
import pandas as pd
from lxml import etree

Observations = dict[tuple[str, ...], tuple[float | None, dict[str, str]]]

DIMENSIONS = ("REF_AREA", "SEX", "CDS", "TIME_PERIOD")
MEASURE = "OBS_VALUE"


def _put(found: Observations, cells: dict[str, Any]) -> None:
    cells = {name: value for name, value in cells.items() if value not in (None, "")}
    key = tuple(cells.pop(id, "") for id in DIMENSIONS)
    value = cells.pop(MEASURE, None)
    assert key not in found, f"{key} twice"
    found[key] = (None if value is None else float(value), cells)


def from_csv(data: bytes) -> Observations:
    found: Observations = {}
    lead = {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION"}
    for row in csv.DictReader(io.StringIO(data.decode(), newline="")):
        assert None not in row
        _put(found, {name: value for name, value in row.items() if name not in lead})
    return found


def _meaning(component: dict[str, Any], place: Any) -> str | None:
    if place is None:
        return None
    value = component["values"][place]
    return str(value.get("id", value.get("value", value.get("name"))))


def _pairs(components: list[dict[str, Any]], places: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    for component, place in zip(components, places, strict=False):
        yield component["id"], _meaning(component, place)


def from_json(data: bytes) -> Observations:
    message = json.loads(data)["data"]
    structures = message.get("structures") or [message["structure"]]
    found: Observations = {}
    for dataset in message["dataSets"]:
        structure = structures[dataset.get("structure", 0)]
        _json_dataset(found, dataset, structure)
    return found


def _json_dataset(found: Observations, dataset: dict[str, Any], structure: dict[str, Any]) -> None:
    dimensions, attributes = structure["dimensions"], structure.get("attributes", {})
    measures = [m["id"] for m in structure.get("measures", {}).get("observation", [])]
    measures = measures if "measures" in structure else [MEASURE]
    top = dict(_pairs(attributes.get("dataSet", []), dataset.get("attributes", [])))
    groups = dataset.get("series", {"": {"observations": dataset.get("observations", {})}})
    for key, series in groups.items():
        outer = top | dict(
            _pairs(dimensions.get("series", []), [int(n) for n in key.split(":") if n])
        )
        outer |= dict(_pairs(attributes.get("series", []), series.get("attributes", [])))
        for inner, array in series.get("observations", {}).items():
            places = [int(n) for n in inner.split(":")]
            cells = outer | dict(_pairs(dimensions["observation"], places))
            cells |= dict(zip(measures, array, strict=False))
            cells |= dict(_pairs(attributes.get("observation", []), array[len(measures) :]))
            _put(found, cells)
        if not series.get("observations") and "observations" not in dataset:
            _put(found, outer)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element if _local(child) == name]


def from_ml(data: bytes) -> Observations:
    root = etree.fromstring(data)
    generic = "Generic" in _local(root)
    header = _children(root, "Header")[0]
    inner = {
        s.get("structureID"): s.get("dimensionAtObservation")
        for s in _children(header, "Structure")
    }
    found: Observations = {}
    for dataset in _children(root, "DataSet"):
        reference = next(v for k, v in dataset.attrib.items() if k.endswith("structureRef"))
        read = _generic if generic else _specific
        for cells in read(dataset, str(inner[reference])):
            _put(found, cells)
    return found


def _values(element: etree._Element, *names: str) -> dict[str, str]:
    return {
        str(value.get("id")): str(value.get("value"))
        for name in names
        for group in _children(element, name)
        for value in group
    }


def _generic(dataset: etree._Element, inner: str) -> Iterator[dict[str, Any]]:
    top = _values(dataset, "Attributes")
    for series in _children(dataset, "Series"):
        outer = top | _values(series, "SeriesKey", "Attributes")
        rows = _children(series, "Obs")
        for row in rows:
            point = {inner: _children(row, "ObsDimension")[0].get("value")}
            yield outer | point | _generic_observation(row)
        if not rows:
            yield outer
    for row in _children(dataset, "Obs"):
        yield top | _values(row, "ObsKey") | _generic_observation(row)


def _generic_observation(row: etree._Element) -> dict[str, Any]:
    value = next((v.get("value") for v in _children(row, "ObsValue")), None)
    return {MEASURE: value} | _values(row, "Attributes")


def _plain(element: etree._Element) -> dict[str, Any]:
    return {str(name): value for name, value in element.attrib.items() if "}" not in str(name)}


def _specific(dataset: etree._Element, _: str) -> Iterator[dict[str, Any]]:
    top = _plain(dataset)
    for element in _children(dataset, "Atts"):
        top |= _plain(element)
    for series in _children(dataset, "Series"):
        outer = top | _plain(series)
        rows = _children(series, "Obs")
        yield from (outer | _plain(row) for row in rows)
        if not rows:
            yield outer
    yield from (top | _plain(row) for row in _children(dataset, "Obs"))


def from_json_stat(data: bytes) -> Observations:
    message = json.loads(data)
    assert message["version"] == "2.0"
    found: Observations = {}
    collection = message["class"] == "collection"
    for dataset in message["link"].get("item", []) if collection else [message]:
        _json_stat_dataset(found, dataset)
    return found


def _json_stat_dataset(found: Observations, dataset: dict[str, Any]) -> None:
    ids = dataset["id"]
    codes = [dataset["dimension"][id]["category"]["index"] for id in ids]
    assert [len(c) for c in codes] == dataset["size"]
    values = dataset["value"]
    if isinstance(values, list):
        values = {str(n): value for n, value in enumerate(values)}
    extension = dataset["extension"]
    for n, key in enumerate(product(*codes)):
        if str(n) not in values:
            continue
        cells = dict(zip(ids, key, strict=True)) | extension["constants"]
        cells[MEASURE] = values[str(n)]
        cells["OBS_STATUS"] = dataset.get("status", {}).get(str(n))
        for name, by_cell in extension["attributes"].items():
            cells[name] = by_cell.get(str(n))
        _put(found, cells)


def from_parquet(data: bytes) -> Observations:
    found: Observations = {}
    frame = pd.read_parquet(io.BytesIO(data)).drop(columns="DATAFLOW")
    for row in frame.to_dict("records"):
        _put(found, {str(k): None if pd.isna(v) else v for k, v in row.items()})
    return found


def from_xlsx(data: bytes) -> Observations:
    found: Observations = {}
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    heading, *rows = sheet.iter_rows(values_only=True)
    for row in rows:
        cells = dict(zip(map(str, heading), row, strict=True))
        cells.pop("DATAFLOW")
        _put(found, cells)
    return found


#: Part of the media type -> reader.
READERS: dict[str, Callable[[bytes], Observations]] = {
    "data+csv": from_csv,
    "data+json": from_json,
    "+xml": from_ml,
    "json-stat": from_json_stat,
    "parquet": from_parquet,
    "spreadsheetml": from_xlsx,
}


def decode(media_type: str, data: bytes) -> Observations:
    """Read a message of this type."""
    read = next(read for part, read in READERS.items() if part in media_type)
    return read(data)
