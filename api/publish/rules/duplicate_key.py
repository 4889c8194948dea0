"""Two figures of a file have the same key and period; neither can be preferred."""

from collections.abc import Iterator
from itertools import pairwise

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "leave one of them; a correction is a file of its own"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    for one, other in pairwise(drafted.observations):
        place = other.key, other.period
        if (one.key, one.period) == place:
            message = f"the figures of row {one.row} and row {other.row} have the same key"
            yield drafted.found_at(place, "DUPLICATE-KEY", message, _ADVICE)
