"""Numbers, dates and periods as each language writes them."""

from datetime import UTC, datetime

import pytest

from api.web.forms import date, day, moment, number, percent, period, spans


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (152530, "152.530", "152,530"),
        (1355, "1.355", "1,355"),
        (910, "910", "910"),
        (0, "0", "0"),
        (-5143, "\N{MINUS SIGN}5.143", "\N{MINUS SIGN}5,143"),
        (7427.5, "7.427,5", "7,427.5"),
        (34.523, "34,523", "34.523"),
        (1234567.0, "1.234.567", "1,234,567"),
        (None, "…", "…"),
    ],
)
def test_numbers(value, vi, en):
    assert (number(value, "vi"), number(value, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("value", "signed", "vi", "en"),
    [
        (12.1, True, "+12,1%", "+12.1%"),
        (-25.6, True, "\N{MINUS SIGN}25,6%", "\N{MINUS SIGN}25.6%"),
        (50.0, False, "50,0%", "50.0%"),
        (0.0, True, "0,0%", "0.0%"),
        (None, True, "…", "…"),
    ],
)
def test_percent(value, signed, vi, en):
    assert percent(value, "vi", signed=signed) == vi
    assert percent(value, "en", signed=signed) == en


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2023", "2023", "2023"),
        ("2020-06", "6/2020", "Jun 2020"),
        ("2020-M06", "6/2020", "Jun 2020"),
        ("2015-Q1", "Quý I/2015", "Q1 2015"),
        ("2015-S2", "Nửa cuối năm 2015", "H2 2015"),
        ("2020-01-01/P9M", "2020-01-01/P9M", "2020-01-01/P9M"),
    ],
)
def test_periods(text, vi, en):
    assert (period(text, "vi"), period(text, "en")) == (vi, en)


def test_dates_are_those_of_viet_nam():
    evening = datetime(2020, 1, 1, 20, 30, tzinfo=UTC)
    assert date(evening, "vi") == "2/1/2020"
    assert date(evening, "en") == "2 January 2020"
    assert moment(evening, "vi") == "2/1/2020, 03:30"
    assert date(None, "vi") == "…"


def test_consecutive_years_are_one_span():
    years = ("1999", "2000", "2001", "2015", "2022", "2023")
    assert spans(years, "vi") == "1999\N{EN DASH}2001, 2015, 2022\N{EN DASH}2023"
    assert spans(("2020-06", "2020-08"), "en") == "Jun 2020, Aug 2020"
    assert spans((), "vi") == ""


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2016-03-01", "1/3/2016", "1 March 2016"),
        ("2018", "2018", "2018"),
        ("2018-11", "11/2018", "Nov 2018"),
        ("", "", ""),
    ],
)
def test_days_of_documents(text, vi, en):
    assert (day(text, "vi"), day(text, "en")) == (vi, en)
