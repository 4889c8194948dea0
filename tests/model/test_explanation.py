"""Why an answer is empty."""

from datetime import UTC, datetime
from typing import Any

import pytest

from api.model.explanation import explain_empty
from api.model.nearest import listed, nearest, shown
from api.model.query import ArtefactQuery, Condition, DataQuery, Filter, Key
from api.model.registry import Registry
from api.model.selection import resolve

IN_USE = {
    "REF_AREA": ["VNM"],
    "FREQ": ["A"],
    "MEASURE": ["EMP_MNAO_NB"],
    "SEX": ["SEX_T", "SEX_F"],
    "CDS": ["CDS_DES_TOTAL", "CDS_DES_JPN"],
    "TIME_PERIOD": ["2022", "2015", "2019"],
}


def key(**slots: str) -> tuple[Key, ...]:
    ids = ("REF_AREA", "FREQ", "MEASURE", "SEX", "CDS")
    return (Key(tuple((slots[id],) if id in slots else None for id in ids), False),)


def since(period: str) -> tuple[Filter, ...]:
    return (Filter("TIME_PERIOD", ((Condition("ge", period),),)),)


def explained(registry: Registry, **rest: Any) -> str:
    artefacts = ArtefactQuery(ids=("DF_X",), versions=("1.0.0",))
    query = DataQuery(**{"dialect": "v2", "artefacts": artefacts, **rest})
    return explain_empty(resolve(query, registry), [IN_USE])


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
            {"filters": (Filter("SEX", ((Condition("eq", "F"),),)),)},
            "SEX 'F' is not a code of VN1:CL_SEX(1.0.0), nearest SEX_F",
        ),
        ({"keys": key(SEX="SEX_M")}, "there are no data with SEX SEX_M, but with SEX_T and SEX_F"),
        ({"keys": key(FREQ="M")}, "there are no data with FREQ M, but with A"),
        (
            {"filters": since("2030")},
            "no period with data lies in the range asked for, they go from 2015 to 2022",
        ),
        (
            {"keys": key(CDS="CDS_DES_JPN"), "filters": since("2020")},
            "no observation meets the key and c[TIME_PERIOD] together",
        ),
        ({"keys": key(CDS="CDS_DES_JPN")}, "no observation meets the key"),
        (
            {"updated_after": datetime(2026, 7, 1, tzinfo=UTC)},
            "nothing changed after 2026-07-01T00:00:00Z",
        ),
        ({"as_of": datetime(2001, 1, 1, tzinfo=UTC)}, "was not published at 2001-01-01"),
        ({"offset": 10}, "no more than 10 observations"),
        ({}, "nothing is published there yet"),
    ],
)
def test_the_part_that_finds_nothing_is_named(registry: Registry, rest: Any, says: str) -> None:
    text = explained(registry, **rest)
    assert text.startswith("no data in VN1:DF_X(1.0.0): ")
    assert says in text


def test_without_codes_in_use_only_unknown_codes_are_named(registry: Registry) -> None:
    query = DataQuery(dialect="v1", keys=key(SEX="SEX_M"))
    assert "no observation meets the key" in explain_empty(resolve(query, registry))


def test_an_explanation_stays_short(registry: Registry) -> None:
    codes = tuple(f"X{number}" for number in range(1000))
    query = DataQuery(dialect="v1", keys=(Key((codes, None, None, None, None), False),))
    assert len(explain_empty(resolve(query, registry))) < 1500


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
