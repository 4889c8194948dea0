"""Periods: their extent, their order, and what matches what."""

import tomllib
from calendar import isleap
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.errors import InvalidSyntax
from api.model.period import YEAR_START, Period, finest, normalized, period_test, start_day

CASES = tomllib.loads((Path(__file__).parent / "periods.toml").read_text(encoding="utf-8"))
SECOND = 1_000_000


def seconds(text: str) -> int:
    day, clock = text.split("T")
    hours, minutes, rest = (int(part) for part in clock.split(":"))
    return date.fromisoformat(day).toordinal() * 86_400 + hours * 3600 + minutes * 60 + rest


@pytest.mark.parametrize("case", CASES["period"], ids=lambda case: case["text"])
def test_a_period_has_its_extent(case: dict[str, str]) -> None:
    period = Period.parse(case["text"], case.get("year", YEAR_START))
    assert period.first // SECOND == seconds(case["first"])
    assert period.last // SECOND == seconds(case["last"])
    assert (period.start, period.frequency) == (case["first"], case["frequency"])


@pytest.mark.parametrize("text", CASES["refused"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(InvalidSyntax, match="is not a time period"):
        Period.parse(text)


def check(case: dict[str, Any], year: str, data_year: str) -> None:
    test = period_test(*case["asked"].split(" "), year, data_year)
    assert [text for text in case["yes"] if not test(text)] == []
    assert [text for text in case["no"] if test(text)] == []


@pytest.mark.parametrize("case", CASES["matching"], ids=lambda case: case["asked"])
def test_matching_is_containment(case: dict[str, Any]) -> None:
    check(case, YEAR_START, YEAR_START)


@pytest.mark.parametrize("case", CASES["fiscal"], ids=lambda case: case["asked"])
def test_the_query_may_say_when_its_years_begin(case: dict[str, Any]) -> None:
    check(case, "--07-01", YEAR_START)


@pytest.mark.parametrize("case", CASES["any"], ids=lambda case: case["asked"])
def test_periods_of_one_name_match_whenever_they_begin(case: dict[str, Any]) -> None:
    check(case, YEAR_START, "--07-01")


def test_periods_are_ordered_by_time() -> None:
    backwards = CASES["order"][::-1]
    assert sorted(backwards, key=Period.parse) == CASES["order"]


@pytest.mark.parametrize("case", CASES["normalized"], ids=lambda case: case["finest"])
def test_normalised_periods_are_dates_of_one_form(case: dict[str, Any]) -> None:
    assert finest(case["given"]) == case["finest"]
    assert [normalized(text, case["finest"]) for text in case["given"]] == case["become"]


@pytest.mark.parametrize("text", ["", "07-01", "--00-01", "--02-30", "--13-01", "--07-01Z"])
def test_a_wrong_start_day_is_refused(text: str) -> None:
    with pytest.raises(InvalidSyntax, match="reporting year start day"):
        start_day(text)


def test_leap_day_is_a_start_day() -> None:
    assert start_day("--02-29") == (2, 29)


YEARS = st.integers(1, 9998)
KINDS = {"A": 1, "S": 2, "T": 3, "Q": 4, "M": 12}


@given(YEARS, st.sampled_from(sorted(KINDS)), st.sampled_from([YEAR_START, "--07-01", "--10-15"]))
def test_the_periods_of_a_year_fill_it_without_gap(year: int, kind: str, start: str) -> None:
    width = 2 if kind == "M" else 1
    parts = [
        Period.parse(f"{year:04}-{kind}{number:0{width}}", start)
        for number in range(1, KINDS[kind] + 1)
    ]
    whole = Period.parse(f"{year:04}-A1", start)
    assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
    assert all(one.last + 1 == other.first for one, other in pairwise(parts))


@settings(deadline=None)
@given(st.integers(1, 9999), st.sampled_from(["W53", "D366"]))
def test_the_last_week_and_day_are_those_of_the_calendar(year: int, last: str) -> None:
    # The calendar repeats every 400 years; that of the module ends with the year 9999.
    alike = year % 400 + 2000
    exists = date(alike, 12, 28).isocalendar().week == 53 if last == "W53" else isleap(alike)
    if exists:
        assert Period.parse(f"{year:04}-{last}").frequency == last[0]
    else:
        with pytest.raises(InvalidSyntax):
            Period.parse(f"{year:04}-{last}")


@given(YEARS, st.integers(1, 52))
def test_weeks_are_those_of_iso_8601(year: int, week: int) -> None:
    monday = date.fromisocalendar(year, week, 1) if year > 1 else None
    if monday:
        assert Period.parse(f"{year:04}-W{week:02}").start[:10] == monday.isoformat()


@given(st.dates(date(1, 1, 2), date(9999, 12, 30)))
def test_a_day_is_the_same_in_each_form(day: date) -> None:
    forms = [
        day.isoformat(),
        f"{day.year:04}-D{(day - date(day.year, 1, 1)).days + 1:03}",
        f"{day.isoformat()}/P1D",
        f"{day.isoformat()}Z",
    ]
    assert len({(one.first, one.last) for one in map(Period.parse, forms)}) == 1
    year = Period.parse(f"{day.year:04}")
    assert all(Period.parse(form).within(year) for form in forms)


OPERATORS = ("eq", "ne", "lt", "le", "gt", "ge")
PERIODS = st.one_of(
    YEARS.map("{:04}".format),
    st.builds("{:04}-{:02}".format, YEARS, st.integers(1, 12)),
    st.builds("{:04}-Q{}".format, YEARS, st.integers(1, 4)),
    st.builds("{:04}-W{:02}".format, YEARS, st.integers(1, 52)),
    st.dates(date(1, 1, 1), date(9999, 1, 1)).map(date.isoformat),
)


@given(PERIODS, PERIODS)
def test_operators_agree_with_one_another(asked: str, observed: str) -> None:
    holds = {name: period_test(name, asked)(observed) for name in OPERATORS}
    assert holds["eq"] is not holds["ne"]
    assert holds["eq"] is (holds["ge"] and holds["le"])
    assert not (holds["lt"] and holds["ge"])
    assert not (holds["gt"] and holds["le"])
    assert holds["le"] or not holds["lt"]
    assert holds["ge"] or not holds["gt"]


@settings(max_examples=300)
@given(st.text(alphabet="0123456789-:/TPZASQMWDYH+. \n", max_size=30))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        period = Period.parse(text)
    except InvalidSyntax:
        return
    assert period.first <= period.last
    assert period.text == text
    assert timedelta(microseconds=period.last - period.first) >= timedelta(0)


def test_long_text_is_refused() -> None:
    with pytest.raises(InvalidSyntax):
        Period.parse("2010-01-01/P" + "1" * 16_000 + "Y")
