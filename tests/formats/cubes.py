"""Small cubes for the tests of formats: a structure, and messages of every shape."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from api.model.artefact import (
    Component,
    Dataflow,
    DataStructure,
    Item,
    Representation,
)
from api.model.dataset import DataMessage, DataSet, Header, Series
from api.model.ref import Link, Ref
from api.model.structure import Structure

AREA = Ref("VN1", "CL_AREA", "1.0.0")
SEX = Ref("VN1", "CL_SEX", "1.0.0")
STATUS = Ref("VN1", "CL_OBS_STATUS", "1.0.0")
UNIT = Ref("VN1", "CL_UNIT", "1.0.0")
CONCEPTS = Ref("VN1", "CS_TEST", "1.0.0")

_NAMES = {
    "REF_AREA": {"en": "Reference area", "vi": "Lãnh thổ"},
    "SEX": {"en": "Sex", "vi": "Giới tính"},
    "CDS": {"en": "Destination, country of", "vi": "Nước đến"},
    "TIME_PERIOD": {"en": "Time", "vi": "Thời gian"},
    "OBS_VALUE": {"en": "Value", "vi": "Giá trị"},
    "UNIT_MEASURE": {"en": "Unit", "vi": "Đơn vị"},
    "OBS_STATUS": {"en": "Status", "vi": "Tình trạng"},
    "SOURCE": {"en": "Source", "vi": "Nguồn"},
}


def _codes(**names: str) -> dict[str, Item]:
    return {
        id: Item(id=id, name={"en": name, "vi": f"{name} (vi)"}, parent="_T" if id == "F" else "")
        for id, name in names.items()
    }


CODES = {
    AREA: _codes(VNM="Viet Nam", JPN="Japan", KOR='Korea, "South"', TWN="Taiwan & <others>"),
    SEX: _codes(_T="Total", F="Female", M="Male"),
    STATUS: _codes(A="Normal", C="Withheld", M="Missing"),
    UNIT: _codes(PS="Persons"),
}


def _component(id: str, role: Any, codelist: Ref | None = None, **more: Any) -> Component:
    representation = Representation(codelist=codelist, text_type=more.pop("text_type", "String"))
    return Component(
        id=id,
        role=role,
        concept=Link("conceptscheme", CONCEPTS, id),
        representation=representation,
        **more,
    )


def structure(flow: str = "DF_TEST", *, time: bool = True, extra: bool = False) -> Structure:
    """REF_AREA, SEX, CDS [, TIME_PERIOD]; OBS_VALUE; UNIT_MEASURE at REF_AREA, two at the obs."""
    dimensions = (
        _component("REF_AREA", "dimension", AREA),
        _component("SEX", "dimension", SEX),
        _component("CDS", "dimension", AREA),
    )
    period = _component("TIME_PERIOD", "time", text_type="ObservationalTimePeriod")
    measures = (_component("OBS_VALUE", "measure", text_type="Double"),)
    attributes = (
        _component(
            "UNIT_MEASURE", "attribute", UNIT, attachment="dimensions", dimensions=("REF_AREA",)
        ),
        _component("OBS_STATUS", "attribute", STATUS),
        _component("SOURCE", "attribute"),
        *((_component("COMMENT", "attribute"),) if extra else ()),
    )
    components = (*dimensions, *((period,) if time else ()), *measures, *attributes)
    name = {"en": f"Workers & partners, {flow}", "vi": f"Người lao động, {flow}"}
    dsd = DataStructure(
        ref=Ref("VN1", flow.replace("DF_", ""), "1.0.0"), name=name, components=components
    )
    return Structure(
        dataflow=Dataflow(ref=Ref("VN1", flow, "1.0.0"), name=name, structure=dsd.ref),
        dsd=dsd,
        dimensions=dimensions,
        time=period if time else None,
        measures=measures,
        attributes=attributes,
        codes=CODES,
        names=_NAMES,
    )


#: An observation: (full key with its period, value, OBS_STATUS, SOURCE).
Row = tuple[tuple[str, ...], str, str | None, str | None]

ROWS: tuple[Row, ...] = (
    (("VNM", "F", "JPN", "2021"), "0", None, "Ministry, \"Labour\" & <others> 'x'"),
    (("VNM", "F", "JPN", "2022"), "34.523", "A", "Cục Quản lý lao động ngoài nước"),
    (("VNM", "F", "KOR", "2021"), "", "C", None),
    (("VNM", "F", "KOR", "2023"), "", "M", "=1+1"),
    (("VNM", "M", "JPN", "2022"), "-1.5", None, None),
    (("VNM", "_T", "TWN", "2023"), "58620", "A", "a\tb;c|d"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How a data set of rows is presented."""

    observation: str = "TIME_PERIOD"
    flat: bool = False
    measures: bool = True
    attributes: bool = True
    series_attributes: bool = True
    more: dict[str, Any] = field(default_factory=dict)


def dataset(
    rows: Iterable[Row] = ROWS,
    shape: Shape = Shape(),
    of: Structure | None = None,
    read: list[int] | None = None,
) -> DataSet:
    """A data set of these rows; `read` is told of each series as it is asked for."""
    found = of or structure()
    every = (*found.dimensions, *((found.time,) if found.time else ()))
    ids = [component.id for component in every]
    inner = ids.index(shape.observation)
    rows = sorted(rows, key=lambda row: (row[0][:inner] + row[0][inner + 1 :], row[0][inner]))
    points = sorted({row[0][inner] for row in rows})
    sets = list(dict.fromkeys((row[2], row[3]) for row in rows)) or [(None, None)]
    unit = next(c for c in found.attributes if c.id == "UNIT_MEASURE")
    status = tuple(c for c in found.attributes if c.id in ("OBS_STATUS", "SOURCE"))
    return DataSet(
        structure=found,
        key=tuple(component for component in every if component.id != shape.observation),
        observation=every[inner],
        flat=shape.flat,
        points=points,
        measures=found.measures if shape.measures else (),
        series_attributes=((unit, "PS"),) if shape.series_attributes else (),
        observation_attributes=status if shape.attributes else (),
        attribute_sets=sets if shape.attributes else ((),),
        series=_series(rows, inner, points, sets, shape, read if read is not None else []),
        **shape.more,
    )


def _series(
    rows: list[Row],
    inner: int,
    points: list[str],
    sets: list[tuple[str | None, str | None]],
    shape: Shape,
    read: list[int],
) -> Iterator[Series]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(row[0][:inner] + row[0][inner + 1 :], []).append(row)
    bare = not shape.measures and not shape.attributes
    for number, (key, found) in enumerate(groups.items(), 1):
        read.append(number)
        yield Series(
            key=key,
            positions=[] if bare else [points.index(row[0][inner]) for row in found],
            values=[] if bare else [row[1] for row in found],
            attributes=[] if bare else [sets.index((row[2], row[3])) for row in found],
        )


HEADER = Header(id="IREF_TEST-1", prepared=datetime(2026, 11, 21, 8, 30, tzinfo=UTC))


def message(*datasets: DataSet, **more: Any) -> DataMessage:
    """A message of these data sets, structures collected from them."""
    structures = {found.structure.dataflow.ref: found.structure for found in datasets}
    more.setdefault("structures", tuple(structures.values()) or (structure(),))
    return DataMessage(header=HEADER, datasets=iter(datasets), **more)


def empty() -> DataMessage:
    """A message whose one data set has no series."""
    return message(replace(dataset(), series=iter(()), points=()))
