"""A row has cells beyond the last heading: a stray separator moved its figures."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "quote the cell that holds the delimiter"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(drafted, "ROW-LENGTH", lambda each: f"the row has {each.detail}", _ADVICE)
