"""JSON-stat 2.0 (https://json-stat.org/full/): one data set, or a collection of several.

An index of a cell depends on how many categories each dimension has, so the series go through a
temporary file first. Values are an array where the cube is full and small, else an object by index,
in which an observation without a value is `null` and a cell nobody reported is absent. OBS_STATUS
is `status`; other attributes of observations stand in `extension.attributes`, by index as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import prod
from tempfile import SpooledTemporaryFile
from typing import Any

from api.formats._data.json_value import json_text, number
from api.formats._data.pieces import (
    PORTION,
    Labels,
    constant_attributes,
    instant,
    is_numeric,
    portions,
)
from api.formats._data.spool import Spool
from api.formats.base import Format, Options
from api.model.artefact import Component
from api.model.dataset import DataMessage, DataSet
from api.model.text import best

#: Cells up to which a full cube is an array, which has to be put in order in memory.
_ARRAY = 100_000

#: Bytes kept in memory before the file is one.
_IN_MEMORY = 1_000_000

#: Component that JSON-stat calls `status`.
_STATUS = "OBS_STATUS"

_GEO = ("REF_AREA",)


def _write(message: DataMessage, options: Options) -> Iterator[bytes]:
    return portions(_texts(message, options))


def _texts(message: DataMessage, options: Options) -> Iterator[str]:
    """One data set, or a collection: which of them is known once the first one is read."""
    prepared = instant(message.header.prepared)
    first = next(message.datasets, None)
    if first is None:
        yield json_text({"version": "2.0", "class": "collection", "updated": prepared, "link": {}})
        return
    with SpooledTemporaryFile(_IN_MEMORY, mode="w+", encoding="utf-8", newline="") as held:
        held.writelines(_dataset(first, prepared, options))
        held.seek(0)
        second = next(message.datasets, None)
        if second is None:
            yield '{"version":"2.0",'
            yield from _pieces(held)
            return
        label = best(first.structure.dataflow.name, options.languages)
        head = {"version": "2.0", "class": "collection", "label": label, "updated": prepared}
        yield f'{json_text(head)[:-1]},"link":{{"item":[{{'
        yield from _pieces(held)
    for found in chain((second,), message.datasets):
        yield ",{"
        yield from _dataset(found, prepared, options)
    yield "]}}"


def _pieces(held: SpooledTemporaryFile[str]) -> Iterator[str]:
    while piece := held.read(PORTION):
        yield piece


def _dataset(dataset: DataSet, prepared: str, options: Options) -> Iterator[str]:
    """The members of a data set and its closing brace."""
    with Spool(dataset) as spool:
        spool.fill()
        codes = _codes(dataset, spool)
        dimensions = (*dataset.key, dataset.observation)
        sizes = [len(found) for found in codes]
        head = {
            "class": "dataset",
            "label": best(dataset.structure.dataflow.name, options.languages),
            "updated": prepared,
            "id": [component.id for component in dimensions],
            "size": sizes,
            "role": _roles(dimensions),
            "dimension": {
                component.id: _dimension(dataset, component, found, options)
                for component, found in zip(dimensions, codes, strict=True)
            },
        }
        yield f'{json_text(head)[1:-1]},"value":'
        yield from _values(dataset, spool, codes)
        yield from _attributes(dataset, spool, codes, options)
        yield "}"


def _codes(dataset: DataSet, spool: Spool) -> list[dict[str, int]]:
    """Per dimension: code -> its place among those in use, in codelist order."""
    found = []
    for component, used in zip(dataset.key, spool.codes, strict=True):
        order = {code: n for n, code in enumerate(dataset.structure.codes_of(component))}
        known = sorted(used, key=lambda code, order=order: (order.get(code, len(order)), code))  # type: ignore[misc]
        found.append({code: n for n, code in enumerate(known)})
    points = (dataset.points[position] for position in sorted(spool.positions))
    found.append({point: n for n, point in enumerate(points)})
    return found


def _roles(dimensions: Sequence[Component]) -> dict[str, list[str]]:
    roles = {
        "time": [component.id for component in dimensions if component.role == "time"],
        "geo": [component.id for component in dimensions if component.id in _GEO],
        "metric": [component.id for component in dimensions if component.id == "MEASURE"],
    }
    return {role: ids for role, ids in roles.items() if ids}


def _dimension(
    dataset: DataSet, component: Component, codes: Mapping[str, int], options: Options
) -> dict[str, Any]:
    labels = Labels(dataset.structure, options.languages)
    category = {
        "index": list(codes),
        "label": {code: labels.code(component, code) or code for code in codes},
    }
    return {"label": labels.component(component), "category": category}


def _cells(
    dataset: DataSet, spool: Spool, codes: Sequence[Mapping[str, int]]
) -> Iterator[tuple[int, str, int]]:
    """(index of the cell, value, attribute set) of each observation; row-major, as JSON-stat is."""
    strides = [prod(len(found) for found in codes[n + 1 :]) for n in range(len(codes))]
    places = [
        {code: n * stride for code, n in found.items()}
        for found, stride in zip(codes, strides, strict=True)
    ]
    for key, position, value, attributes in spool:
        base = sum(found[code] for found, code in zip(places, key, strict=False))
        yield base + places[-1][dataset.points[position]], value, attributes


def _values(dataset: DataSet, spool: Spool, codes: Sequence[Mapping[str, int]]) -> Iterator[str]:
    write = number if all(is_numeric(measure) for measure in dataset.measures) else json_text
    cells = (
        (n, write(value) if value else "null") for n, value, _ in _cells(dataset, spool, codes)
    )
    if 0 < spool.size <= _ARRAY and spool.size == prod(len(found) for found in codes):
        yield "[" + ",".join(value for _, value in sorted(cells)) + "]"
    else:
        yield from _object(f'"{n}":{value}' for n, value in cells)


def _object(members: Iterator[str]) -> Iterator[str]:
    separator = "{"
    for member in members:
        yield separator + member
        separator = ","
    yield "{}" if separator == "{" else "}"


def _attributes(
    dataset: DataSet, spool: Spool, codes: Sequence[Mapping[str, int]], options: Options
) -> Iterator[str]:
    """An extension with attributes, validity and reference; then `status` and what it means."""
    yield f',"extension":{{{json_text(_extension(dataset))[1:-1]},"attributes":{{'
    separator = ""
    status: list[int] = []
    for n, component in enumerate(dataset.observation_attributes):
        if component.id == _STATUS:
            status.append(n)
            continue
        yield f'{separator}"{component.id}":'
        yield from _object(_attribute(dataset, spool, codes, n))
        separator = ","
    yield "}}"
    for n in status:
        yield ',"status":'
        yield from _object(_attribute(dataset, spool, codes, n))
        labels = dataset.structure.codes_of(dataset.observation_attributes[n]).values()
        notes = [f"{item.id}: {best(item.name, options.languages)}" for item in labels]
        yield f',"note":{json_text(notes)}' if notes else ""


def _extension(dataset: DataSet) -> dict[str, Any]:
    found: dict[str, Any] = {
        "dataflow": str(dataset.structure.dataflow.ref),
        "action": dataset.action,
        "constants": {component.id: value for component, value in constant_attributes(dataset)},
    }
    if dataset.agreement:
        found["provisionagreement"] = str(dataset.agreement)
    for name, moment in (("validFrom", dataset.valid_from), ("validTo", dataset.valid_to)):
        if moment:
            found[name] = instant(moment)
    return found


def _attribute(
    dataset: DataSet, spool: Spool, codes: Sequence[Mapping[str, int]], n: int
) -> Iterator[str]:
    for cell, _, attributes in _cells(dataset, spool, codes):
        if (value := dataset.attribute_sets[attributes][n]) is not None:
            yield f'"{cell}":{json_text(value)}'


FORMAT: Format[DataMessage] = Format(
    media_type="application/json-stat+json;version=2.0",
    suffix="json",
    write=_write,
    family="json",
    aliases={
        "v1": ("application/vnd.json-stat+json", "application/json-stat"),
        "v2": ("application/vnd.json-stat+json", "application/json-stat"),
    },
    names=("json-stat", "jsonstat", "json-stat2", "jsonstat_2_0", "json-stat-2.0"),
    spooled=True,
    needs_observations=True,
)
