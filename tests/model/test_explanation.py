"""Why an answer is empty."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from api.model.artefact import Component
from api.model.availability import Availability
from api.model.explanation import explain_empty
from api.model.nearest import listed, nearest, shown
from api.model.query import ArtefactQuery, Condition, DataQuery, Filter, Key
from api.model.registry import Registry
from api.model.selection import Part, resolve


class Row(NamedTuple):
    """One observation of DF_X; what is not said is the same in all."""

    sex: str
    cds: str
    period: str
    value: str
    status: str | None = None
    note: str | None = None
    area: str = "VNM"

    @property
    def key(self) -> tuple[str, ...]:
        return (self.area, "A", "EMP_MNAO_NB", self.sex, self.cds)


ROWS = (
    Row("SEX_T", "CDS_DES_TOTAL", "2015", "10", "B", "Census"),
    Row("SEX_T", "CDS_DES_TOTAL", "2022", "12.5"),
    Row("SEX_T", "CDS_DES_JPN", "2019", "9"),
    Row("SEX_F", "CDS_DES_TOTAL", "2022", "4", None, "Register"),
)


class Holdings:
    """What is there, told by looking at each row."""

    def __init__(self, *rows: Row) -> None:
        self._rows = rows

    def _found(self, part: Part) -> list[Row]:
        tests = dict(part.attribute_tests)
        return [
            row
            for row in self._rows
            if any(all(row.key[n] in codes for n, codes in one.items()) for one in part.regions)
            and (part.period is None or part.period(row.period))
            and (part.measure_test is None or part.measure_test(row.value))
            and tests.get("OBS_STATUS", lambda _: True)(row.status)
            and tests.get("NOTE_SOURCE", lambda _: True)(row.note)
        ]

    def available(self, part: Part, _: Any = None, *, selectable: bool = False) -> Availability:
        found = self._found(part)
        codes = {}
        for place, id in enumerate(part.structure.key_ids):
            freed = tuple(
                {n: codes for n, codes in one.items() if n != place} for one in part.regions
            )
            rows = self._found(replace(part, regions=freed)) if selectable else found
            codes[id] = tuple(sorted({row.key[place] for row in rows}))
        periods = sorted(row.period for row in found)
        return Availability(
            codes=codes,
            periods=(periods[0], periods[-1]) if periods else None,
            series=len({row.key for row in found}),
            observations=len(found),
        )

    def values(self, part: Part, component: Component) -> Sequence[str]:
        rows = self._found(part)
        if component.role == "measure":
            return sorted((row.value for row in rows), key=float)[:: len(rows) - 1]
        found = {row.status if component.id == "OBS_STATUS" else row.note for row in rows}
        return sorted(value for value in found if value)


def key(**slots: str) -> tuple[Key, ...]:
    ids = ("REF_AREA", "FREQ", "MEASURE", "SEX", "CDS")
    return (Key(tuple((slots[id],) if id in slots else None for id in ids), False),)


def where(component: str, *texts: str) -> Filter:
    return Filter(component, tuple((Condition(*text.split(":")),) for text in texts))


def explained(registry: Registry, *rows: Row, **rest: Any) -> str:
    artefacts = ArtefactQuery(ids=("DF_X",), versions=("1.0.0",))
    query = DataQuery(**{"dialect": "v2", "artefacts": artefacts, **rest})
    return explain_empty(resolve(query, registry), Holdings(*rows))


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        (
            {"keys": key(CDS="JPN")},
            "CDS 'JPN' is not a code of VN1:CL_CDS(1.0.0), nearest CDS_DES_JPN",
        ),
        ({"keys": key(SEX="SEX_X")}, "nearest SEX_T, SEX_M or SEX_F"),
        (
            {"keys": key(FREQ="QQQQ")},
            "FREQ 'QQQQ' is not a code of VN1:CL_FREQ(1.0.0), it has 2 codes",
        ),
        (
            {"filters": (where("SEX", "eq:F"),)},
            "SEX 'F' is not a code of VN1:CL_SEX(1.0.0), nearest SEX_F",
        ),
        ({"keys": key(SEX="SEX_M")}, "there are no data with SEX SEX_M, but with SEX_T and SEX_F"),
        ({"filters": (where("SEX", "eq:SEX_M"),)}, "there are no data with SEX SEX_M, but"),
        ({"keys": key(FREQ="M")}, "there are no data with FREQ M, but with A"),
        ({"filters": (where("SEX", "sw:X"),)}, "no code of VN1:CL_SEX(1.0.0) meets c[SEX]"),
        (
            {"keys": key(SEX="SEX_F"), "filters": (where("SEX", "eq:SEX_T"),)},
            "the key and c[SEX] have no code of SEX in common",
        ),
        (
            {"keys": key(SEX="SEX_F", CDS="CDS_DES_JPN")},
            "there are no data with SEX SEX_F beside the rest of the key, but with SEX_T; "
            "there are no data with CDS CDS_DES_JPN beside the rest of the key, "
            "but with CDS_DES_TOTAL",
        ),
        (
            {"filters": (where("TIME_PERIOD", "ge:2030"),)},
            "no period with data lies in the range asked for, those of the data go from 2015 to "
            "2022",
        ),
        (
            {"keys": key(CDS="CDS_DES_JPN"), "filters": (where("TIME_PERIOD", "ge:2020"),)},
            "no period with data lies in the range asked for, those of the key asked for go from "
            "2019 to 2019",
        ),
        (
            {"keys": key(SEX="SEX_F"), "filters": (where("NOTE_SOURCE", "eq:Regster"),)},
            "c[NOTE_SOURCE] is met by no value in the key asked for, but there are Register",
        ),
        (
            {"keys": key(CDS="CDS_DES_JPN"), "filters": (where("OBS_STATUS", "eq:B"),)},
            "c[OBS_STATUS] is met by no value in the key asked for, where none is given",
        ),
        (
            {"filters": (where("NOTE_SOURCE", "co:e"), where("OBS_VALUE", "gt:100"))},
            "c[OBS_VALUE] is met by no value in the key asked for, which go from 4 to 10",
        ),
        (
            {"filters": (where("UNIT_MEASURE", "ne:PS"),)},
            "c[UNIT_MEASURE] is not met: it is PS throughout",
        ),
        (
            {"updated_after": datetime(2026, 7, 1, tzinfo=UTC)},
            "nothing changed after 2026-07-01T00:00:00Z",
        ),
        ({"offset": 10}, "no more than 10 observations"),
    ],
)
def test_the_part_that_finds_nothing_is_named(registry: Registry, rest: Any, says: str) -> None:
    text = explained(registry, *ROWS, **rest)
    assert text.startswith("no data in VN1:DF_X(1.0.0): ")
    assert text.endswith(says) or says in text
    if "keys" in rest and "c[" not in says:
        assert "c[" not in text


def test_the_first_dimension_that_leaves_nothing_is_named(registry: Registry) -> None:
    rows = (
        Row("SEX_F", "CDS_DES_TOTAL", "2015", "1"),
        Row("SEX_T", "CDS_DES_TOTAL", "2015", "1", area="JPN"),
        Row("SEX_F", "CDS_DES_JPN", "2015", "1", area="JPN"),
    )
    asked = key(REF_AREA="VNM", SEX="SEX_T", CDS="CDS_DES_JPN")
    says = "with SEX SEX_T beside what stands before it in the key, but with SEX_F"
    assert explained(registry, *rows, keys=asked).endswith(says)


@pytest.mark.parametrize(
    ("rest", "says"),
    [
        ({}, "nothing is published there yet"),
        ({"as_of": datetime(2001, 1, 1, tzinfo=UTC)}, "nothing was published there at 2001-01-01"),
        ({"keys": key(SEX="SEX_X")}, "nearest SEX_T, SEX_M or SEX_F; nothing is published"),
    ],
)
def test_where_nothing_is_published_that_is_said(registry: Registry, rest: Any, says: str) -> None:
    assert says in explained(registry, **rest)


def test_of_several_the_first_with_data_is_explained(registry: Registry) -> None:
    query = DataQuery(dialect="v2", context="provisionagreement", keys=key(SEX="SEX_M"))
    text = explain_empty(resolve(query, registry), Holdings(*ROWS))
    assert text.startswith("no data in VN1:PA_DOLAB(1.0.0) or VN1:PA_NSO(1.0.0): in VN1:PA_DOLAB")


def test_an_explanation_stays_short(registry: Registry) -> None:
    codes = tuple(f"X{number}" for number in range(1000))
    keys = (Key((codes, None, None, None, None), False),)
    assert len(explained(registry, *ROWS, dialect="v1", keys=keys)) < 1500


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("JPN", ("CDS_DES_JPN",)),
        ("cds_des_jpn", ("CDS_DES_JPN",)),
        ("CDS_DES_JP", ("CDS_DES_JPN", "CDS_DES_KOR")),
        ("sex", ("SEX_F",)),
        ("JP", ("CDS_DES_JPN",)),
    ],
)
def test_nearest(text: str, found: tuple[str, ...]) -> None:
    assert nearest(text, ["CDS_DES_KOR", "CDS_DES_JPN", "SEX_F"])[: len(found)] == found


def test_nothing_is_near_nonsense() -> None:
    assert nearest("", ["A"]) == nearest("x" * 20_000, ["SEX_F"]) == ()


def test_words_of_messages() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "and") == "a, b and c"
    assert shown("x" * 100) == repr("x" * 80 + "…")
