"""A file, sheet, row or cell is larger than any table this service takes."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "send the table alone; split a longer one by year"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(drafted, "TOO-LARGE", lambda each: f"too large: {each.detail}", _ADVICE)
