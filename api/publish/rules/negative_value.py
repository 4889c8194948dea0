"""No count of persons is below zero."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "mend the cell"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    for place, figure in drafted.persons.items():
        if figure < 0:
            yield drafted.found_at(place, "NEGATIVE-VALUE", f"{figure} is negative", _ADVICE)
