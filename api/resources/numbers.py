"""Exact decimals as the numbers of JSON."""

from decimal import Decimal


def number(value: Decimal | None) -> int | float | None:
    """A whole number where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
