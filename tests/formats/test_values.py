"""Single values: numbers in JSON, periods as dates, text that XML cannot carry."""

import json
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from api.formats._data.json_value import number
from api.formats._data.period import days
from api.formats.base import Options
from tests.formats import cubes
from tests.formats.decode import decode
from tests.formats.names import FORMATS


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0", "0"),
        ("34.523", "34.523"),
        ("34.520", "34.520"),
        ("-1.5", "-1.5"),
        ("+7", "7"),
        ("007", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-.25", "-0.25"),
        ("00", "0"),
        ("1e3", "1e3"),
        ("1.50E-07", "1.50E-07"),
        ("NaN", '"NaN"'),
        ("INF", '"INF"'),
        (".", '"."'),
        ("1_000", '"1_000"'),
        ("٣", '"٣"'),
    ],
)
def test_numbers_of_json(text: str, written: str) -> None:
    assert number(text) == written
    json.loads(number(text))


@pytest.mark.parametrize("name", [name for name in FORMATS if "json" in name])
def test_odd_numbers_are_still_json(name: str) -> None:
    rows = [
        (("VNM", "F", "JPN", str(y)), v, None, None) for y, v in enumerate([".5", "", "007"], 2000)
    ]
    data = b"".join(FORMATS[name].write(cubes.message(cubes.dataset(rows)), Options()))
    found = decode(FORMATS[name].media_type, data)
    assert [value for value, _ in found.values()] == [0.5, None, 7]


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-A1", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2023-S2", "2023-07-01", "2023-12-31"),
        ("2023-T3", "2023-09-01", "2023-12-31"),
        ("2023-Q1", "2023-01-01", "2023-03-31"),
        ("2023-M11", "2023-11-01", "2023-11-30"),
        ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2024-D366", "2024-12-31", "2024-12-31"),
        ("2023-05-17", "2023-05-17", "2023-05-17"),
    ],
)
def test_days_of_periods(period: str, first: str, last: str) -> None:
    assert days(period) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "period", ["2023-05-17T12:00:00", "2020/P1Y", "2023-13", "2023-Q5", "2021-W53", "x", "9999-A2"]
)
def test_what_is_not_whole_days_has_none(period: str) -> None:
    assert days(period) is None


@pytest.mark.parametrize("name", [name for name in FORMATS if "ml" in name])
def test_what_xml_cannot_carry_does_not_break_the_message(name: str) -> None:
    rows = [(("VNM", "F", "JPN", "2021"), "1", None, "a\x00b\x1fc\nd")]
    data = b"".join(FORMATS[name].write(cubes.message(cubes.dataset(rows)), Options()))
    etree.fromstring(data)
    ((_, attributes),) = decode(FORMATS[name].media_type, data).values()
    assert attributes["SOURCE"] == "a\ufffdb\ufffdc\nd"


def test_a_measure_that_is_text_is_escaped() -> None:
    """Coded or textual measures are no numbers: each format quotes them as it quotes text."""
    base = cubes.structure()
    measure = replace(
        base.measures[0],
        representation=replace(base.measures[0].representation, text_type="String"),
    )
    structure = replace(base, measures=(measure,))
    rows = [(("VNM", "F", "JPN", "2021"), '1,5 "<&>"', None, None)]
    for name, format in FORMATS.items():
        if name in ("parquet", "xlsx"):
            continue
        message = cubes.message(cubes.dataset(rows, of=structure))
        text = b"".join(format.write(message, Options())).decode()
        expected = {
            "csv": '"1,5 ""<&>"""',
            "json": '"1,5 \\"<&>\\""',
            "xml": '"1,5 &quot;&lt;&amp;&gt;&quot;"',
        }[format.suffix]
        assert expected in text, name
