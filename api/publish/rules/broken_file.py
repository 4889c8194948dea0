"""A file ends in the middle or is damaged: half a file is not a smaller file."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "send it again, and compare its size with the original"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted, "BROKEN-FILE", lambda each: f"the file is broken: {each.detail}", _ADVICE
    )
