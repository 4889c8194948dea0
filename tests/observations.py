"""Observations of a data message, read without any of the service's own code.

A record is component id -> text, with what has no value left out: attributes of the data set, of a
group or a series are repeated at each observation, numbers stand in one form. `@action`, `@from`
and `@to` say what the data set says of itself, where it says more than that it replaces or adds
(each format in its words); `@agreement` is whose figure it is, where the answer is by agreement.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

import openpyxl
import pyarrow.parquet
from lxml import etree

Record = dict[str, str]

_ACTIONS = {"R": "Replace", "D": "Delete", "A": "Append", "I": "Information", "M": "Merge"}
_OF_ROW = {
    "ACTION": "@action",
    "VALID_FROM": "@from",
    "VALID_TO": "@to",
    "PROVISION_AGREEMENT": "@agreement",
}
_AGREEMENT = re.compile(r"ProvisionAgreement=(.+)")
_OF_SET = {"action": "@action", "validFromDate": "@from", "validFrom": "@from"} | {
    "validToDate": "@to",
    "validTo": "@to",
}


def read(media_type: str, body: bytes) -> list[Record]:
    """The records of a message in order; fails for a media type that nobody here can read."""
    essence, _, version = media_type.partition(";version=")
    reader = _READERS[essence.removeprefix("application/"), version[:1]]
    return [_plain(record) for record in reader(body)]


def multiset(records: list[Record]) -> Counter[tuple[tuple[str, str], ...]]:
    """The records regardless of their order."""
    return Counter(tuple(sorted(record.items())) for record in records)


def _plain(record: dict[str, Any]) -> Record:
    found = {id: _text(id, value) for id, value in record.items()}
    found["@action"] = _ACTIONS.get(found.get("@action", ""), found.get("@action", ""))
    if found["@action"] in ("Replace", "Information", "Merge", "Append"):
        del found["@action"]
    return {id: text for id, text in found.items() if text not in ("", "NaN", "#N/A")}


def _text(id: str, value: Any) -> str:
    if value is None:
        return ""
    if id != "OBS_VALUE":
        return str(value)
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except InvalidOperation:
        return str(value)


# ---- rows ----


def _csv(body: bytes) -> Iterator[dict[str, Any]]:
    rows = csv.reader(io.StringIO(body.decode(), newline=""))
    heads = [head.partition(": ")[0] for head in next(rows)]
    for row in rows:
        assert len(row) == len(heads), row
        cells = dict(zip(heads, row, strict=True))
        if cells.get("STRUCTURE") == "dataprovision":
            cells["@agreement"] = cells["STRUCTURE_ID"].partition(": ")[0]
        yield {_OF_ROW.get(head, head): cell for head, cell in cells.items() if head not in _FRONT}


#: Columns of SDMX-CSV that are no components.
_FRONT = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "SERIES_KEY", "OBS_KEY")


def _parquet(body: bytes) -> Iterator[dict[str, Any]]:
    for row in pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist():
        yield {_OF_ROW.get(head, head): cell for head, cell in row.items() if head not in _FRONT}


def _xlsx(body: bytes) -> Iterator[dict[str, Any]]:
    rows = openpyxl.load_workbook(io.BytesIO(body), read_only=True)["Codes"].values
    heads = next(rows)
    for row in rows:
        cells = zip(heads, row, strict=True)
        yield {_OF_ROW.get(head, head): cell for head, cell in cells if head not in _FRONT}


# ---- XML ----


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)


def _attributes(element: Any) -> dict[str, str]:
    return {etree.QName(name).localname: text for name, text in element.attrib.items()}


def _of_set(attributes: dict[str, str]) -> dict[str, Any]:
    return {_OF_SET[name]: text for name, text in attributes.items() if name in _OF_SET}


def _data_sets(body: bytes) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each data set with what it says of itself."""
    root = etree.fromstring(body)
    agreements = {one.get("structureID"): _agreement(one) for one in root[0] if len(one)}
    for element in root:
        if _name(element) == "DataSet":
            attributes = _attributes(element)
            yield element, _of_set(attributes) | agreements[attributes["structureRef"]]


def _agreement(structure: Any) -> dict[str, Any]:
    """The provision agreement that an entry of the header refers to."""
    (reference,) = structure
    if "ProvisionAgre" not in _name(reference):
        return {}
    if match := _AGREEMENT.search(reference.text or ""):
        return {"@agreement": match[1]}
    ref = reference[0].attrib
    return {"@agreement": f"{ref['agencyID']}:{ref['id']}({ref['version']})"}


def _generic(body: bytes) -> Iterator[dict[str, Any]]:
    for data_set, base in _data_sets(body):
        for child in data_set:
            if _name(child) == "Attributes":
                base |= _values(child)
        for child in data_set:
            if _name(child) == "Obs":
                yield base | _observation(child)
            elif _name(child) == "Series":
                yield from _generic_series(base, child)


def _generic_series(base: dict[str, Any], series: Any) -> Iterator[dict[str, Any]]:
    head = dict(base)
    observations = [child for child in series if _name(child) == "Obs"]
    for child in series:
        if _name(child) != "Obs":
            head |= _values(child)
    for observation in observations:
        yield head | _observation(observation)
    if not observations:
        yield head


def _values(element: Any) -> dict[str, Any]:
    return {value.get("id"): value.get("value") for value in element}


def _observation(element: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        if _name(child) == "ObsDimension":
            found[child.get("id", "TIME_PERIOD")] = child.get("value")
        elif _name(child) == "ObsValue":
            found[child.get("id", "OBS_VALUE")] = child.get("value")
        else:
            found |= _values(child)
    return found


def _specific(body: bytes) -> Iterator[dict[str, Any]]:
    technical = {*_OF_SET, "structureRef", "dataScope", "type", "setID"}
    for data_set, said in _data_sets(body):
        attributes = _attributes(data_set)
        base = said | {id: text for id, text in attributes.items() if id not in technical}
        for child in data_set:
            if _name(child) == "Obs":
                yield base | _attributes(child)
            elif _name(child) == "Series":
                head = base | _attributes(child)
                yield from ([head | _attributes(one) for one in child] or [head])


# ---- JSON ----


def _json(body: bytes) -> Iterator[dict[str, Any]]:
    data = json.loads(body, object_pairs_hook=_once)["data"]
    structures = data.get("structures") or [data["structure"]]
    for data_set in data["dataSets"]:
        structure = structures[data_set.get("structure", 0)]
        yield from _json_set(data_set, _Structure(structure))


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name that stands in it twice is lost to most readers."""
    found = dict(members)
    assert len(found) == len(members), [name for name, _ in members]
    return found


class _Structure:
    """Positions of dimensions and attributes of a message, and their values."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.dimensions = {level: found["dimensions"].get(level, []) for level in _LEVELS}
        self.attributes = {level: found["attributes"].get(level, []) for level in _LEVELS}
        measures = found.get("measures", {}).get("observation")
        self.measures = [one["id"] for one in measures] if measures is not None else ["OBS_VALUE"]

    def key(self, level: str, text: str) -> dict[str, Any]:
        places = text.split(":") if text else []
        pairs = zip(self.dimensions[level], places, strict=True)
        return {one["id"]: one["values"][int(place)]["id"] for one, place in pairs}

    def notes(self, level: str, places: list[Any]) -> dict[str, Any]:
        assert len(places) <= len(self.attributes[level])
        pairs = zip(self.attributes[level], places, strict=False)
        return {one["id"]: _value(one, place) for one, place in pairs}


_LEVELS = ("dataSet", "series", "observation", "dimensionGroup")


def _value(component: dict[str, Any], place: Any) -> Any:
    if place is None:
        return None
    values = component.get("values")
    if values and isinstance(place, int):
        found = values[place]
        return found.get("id", found.get("value", found.get("name")))
    return place


def _json_set(data_set: dict[str, Any], structure: _Structure) -> Iterator[dict[str, Any]]:
    base = _of_set(data_set) | structure.notes("dataSet", data_set.get("attributes", []))
    for link in data_set["links"]:
        if match := _AGREEMENT.search(link["urn"]):
            base["@agreement"] = match[1]
    for key, observation in data_set.get("observations", {}).items():
        yield base | structure.key("observation", key) | _json_cell(structure, observation)
    for key, series in data_set.get("series", {}).items():
        head = base | structure.key("series", key)
        head |= structure.notes("series", series.get("attributes", []))
        cells = series.get("observations", {})
        for point, observation in cells.items():
            yield head | structure.key("observation", point) | _json_cell(structure, observation)
        if not cells:
            yield head


def _json_cell(structure: _Structure, cell: list[Any]) -> dict[str, Any]:
    values = dict(zip(structure.measures, cell, strict=False))
    return values | structure.notes("observation", cell[len(structure.measures) :])


def _json_stat(body: bytes) -> Iterator[dict[str, Any]]:
    root = json.loads(body)
    for cube in root["link"]["item"] if root["class"] == "collection" else [root]:
        yield from _json_stat_set(cube)


def _json_stat_set(cube: dict[str, Any]) -> Iterator[dict[str, Any]]:
    more = cube["extension"]
    base = _of_set(more) | more.get("constants", {})
    base["@agreement"] = more.get("provisionagreement")
    columns = {**more.get("attributes", {}), "OBS_STATUS": cube.get("status", {})}
    axes = [_categories(cube["dimension"][id]["category"]["index"]) for id in cube["id"]]
    values = cube["value"]
    for place, codes in enumerate(product(*axes)):
        if isinstance(values, dict) and str(place) not in values:
            continue
        value = values[str(place)] if isinstance(values, dict) else values[place]
        notes = {
            id: column.get(str(place)) if isinstance(column, dict) else column[place]
            for id, column in columns.items()
        }
        yield base | dict(zip(cube["id"], codes, strict=True)) | {"OBS_VALUE": value} | notes


def _categories(index: Any) -> list[str]:
    return index if isinstance(index, list) else sorted(index, key=index.__getitem__)


_READERS: dict[tuple[str, str], Callable[[bytes], Iterator[dict[str, Any]]]] = {
    ("vnd.sdmx.data+csv", "1"): _csv,
    ("vnd.sdmx.data+csv", "2"): _csv,
    ("vnd.sdmx.genericdata+xml", "2"): _generic,
    ("vnd.sdmx.generictimeseriesdata+xml", "2"): _generic,
    ("vnd.sdmx.structurespecificdata+xml", "2"): _specific,
    ("vnd.sdmx.structurespecifictimeseriesdata+xml", "2"): _specific,
    ("vnd.sdmx.data+xml", "3"): _specific,
    ("vnd.sdmx.data+json", "1"): _json,
    ("vnd.sdmx.data+json", "2"): _json,
    ("json-stat+json", "2"): _json_stat,
    ("vnd.apache.parquet", ""): _parquet,
    ("vnd.openxmlformats-officedocument.spreadsheetml.sheet", ""): _xlsx,
}
