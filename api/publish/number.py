"""Printed figures to exact decimals, and to the power of ten that is published."""

import re
from decimal import Decimal
from functools import cache

#: More digits than any count of persons has; longer is not a figure but an accident.
MAX_DIGITS = 18

_SPACES = re.compile("[\u00a0\u202f\u2009]")


class BadNumber(ValueError):
    """The text is no figure in the way the layout says figures are printed."""


class AmbiguousNumber(ValueError):
    """The text holds a separator and the layout does not say what it separates."""


@cache
def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    whole = r"[0-9]+"
    if thousands:
        whole = rf"(?:[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+|[0-9]+)"
    part = rf"(?:{re.escape(decimal)}[0-9]+)?" if decimal else ""
    return re.compile(rf"[-+]?{whole}{part}")


def parse(printed: str, decimal: str | None, thousands: str | None) -> Decimal:
    """Read a printed figure exactly. Only ASCII digits are digits.

    `decimal` and `thousands` as in `Layout`. Raises AmbiguousNumber for `1.234` when neither was
    declared, BadNumber for anything else that is not one figure so printed.
    """
    figure = _SPACES.sub(" ", printed.strip())
    if (
        decimal is None
        and thousands is None
        and re.fullmatch(r"[-+]?[0-9]+([.,' ][0-9]+)+", figure)
    ):
        raise AmbiguousNumber
    if not _pattern(decimal or "", thousands or "").fullmatch(figure):
        raise BadNumber
    plain = figure.replace(thousands, "") if thousands else figure
    if sum(map(str.isdigit, plain)) > MAX_DIGITS:
        raise BadNumber
    return Decimal(plain.replace(decimal, ".") if decimal else plain)


def shift(figure: Decimal, places: int) -> str:
    """`figure` times ten to the power `places`, exact, no trailing zeros: 34520, -3 is 34.52."""
    moved = format(figure.scaleb(places) + 0, "f")
    return (moved.rstrip("0").rstrip(".") if "." in moved else moved) or "0"
