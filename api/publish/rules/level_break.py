"""A figure is over ten times the one before, or less than a tenth of it."""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted

_RATIO = 10

#: Persons below which such jumps are common.
_LARGE = 1000

_ADVICE = "compare with the document; accept it in the layout with the reason if it is true"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Warning: it may be true."""
    for step in drafted.steps():
        low, high = sorted((step.before, step.figure))
        if high >= _LARGE and 0 < low * _RATIO < high:
            message = f"{step.figure} persons after {step.before} in {step.previous}"
            found = drafted.found_at(step.place, "LEVEL-BREAK", message, _ADVICE)
            yield replace(found, severity="warning")
