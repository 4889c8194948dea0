"""Two figures of a file have the same key and period; neither can be preferred."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "leave one of them; a correction is a file of its own"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    for one, other in drafted.observations.twice():
        message = f"the figures of row {one.row} and row {other.row} have the same key"
        yield drafted.found_at((other.key, other.period), "DUPLICATE-KEY", message, _ADVICE)
