"""Printed figures: the cases that must hold, and properties of all others."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.publish.number import MAX_DIGITS, AmbiguousNumber, BadNumber, parse, shift


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("910", "0.91"),
        ("2", "0.002"),
        ("02", "0.002"),
        ("0", "0"),
        ("1.355", "1.355"),
        ("152.530", "152.53"),
        ("34.523", "34.523"),
        ("1.000.000", "1000"),
    ],
)
def test_persons_in_thousands(printed: str, published: str) -> None:
    assert shift(parse(printed, ",", "."), -3) == published


@pytest.mark.parametrize("printed", ["34.523", "1,234", "1 234", "1'234", "1.5", "1.234.567"])
def test_undeclared_separator_is_ambiguous(printed: str) -> None:
    with pytest.raises(AmbiguousNumber):
        parse(printed, None, None)


@pytest.mark.parametrize(
    "printed",
    ["", "-", "1.23", "12.34.567", "1..234", ".123", "1.234.", "1e3", "1_000", "0x1f",
     "\u0663", "\uff11\uff12", "NaN", "Infinity", "12 lao động", "9" * (MAX_DIGITS + 1)],
)  # fmt: skip
def test_not_a_figure(printed: str) -> None:
    with pytest.raises(BadNumber):
        parse(printed, ",", ".")


@given(st.integers(-(10**15), 10**15), st.sampled_from([".", ",", " ", "'", ""]))
def test_what_is_printed_is_read(persons: int, thousands: str) -> None:
    printed = f"{persons:,}".replace(",", thousands)
    decimal = "." if thousands == "," else ","
    assert parse(printed, decimal, thousands) == persons


@given(st.integers(0, 10**15))
def test_shifting_is_exact_and_short(persons: int) -> None:
    published = shift(Decimal(persons), -3)
    assert Decimal(published).scaleb(3) == persons
    assert not ("." in published and published[-1] in "0.")
    assert shift(Decimal(published), 3) == str(persons)


@given(st.text(max_size=30))
def test_any_text_is_a_figure_or_refused(printed: str) -> None:
    with suppress(BadNumber):
        assert parse(printed, ",", ".").is_finite()
