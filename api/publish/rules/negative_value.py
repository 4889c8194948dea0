"""No count of persons is below zero, and no part of one: a sum may hide it."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "mend the cell"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error, at the cell; at the sum where no cell is below zero."""
    below = False
    for each in drafted.parts():
        if each.figure is not None and each.figure < 0:
            below = True
            yield drafted.found_in(each, "NEGATIVE-VALUE", f"{each.figure} is negative", _ADVICE)
    for place, figure in drafted.persons.items():
        if figure < 0 and not below:
            yield drafted.found_at(place, "NEGATIVE-VALUE", f"{figure} is negative", _ADVICE)
