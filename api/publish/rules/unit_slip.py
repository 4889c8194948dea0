"""A figure is about a thousand times the one before, or a thousandth of it.

So it was in two series of ILOSTAT that turned from thousands to persons from one year to the
next.
"""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted

#: Ratio of two figures of one series that looks like a change of unit.
_FROM, _TO = 300, 3500

#: Persons below which such a ratio happens by itself.
_SMALL, _LARGE = 20, 10_000

_ADVICE = "check the unit of the table: persons or thousands"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    for step in drafted.steps():
        low, high = sorted((step.before, step.figure))
        if low >= _SMALL and high >= _LARGE and _FROM <= high / low <= _TO:
            message = f"{step.figure} persons after {step.before} in {step.previous}"
            yield drafted.found_at(step.place, "UNIT-SLIP", message, _ADVICE)
