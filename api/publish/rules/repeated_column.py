"""Two columns have the same heading, so a figure could be either."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "give each its own heading; with merged headings set header_rows"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted, "REPEATED-COLUMN", lambda each: f"two columns are called {each.column!r}", _ADVICE
    )
