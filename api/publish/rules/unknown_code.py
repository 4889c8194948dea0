"""A code is not in the codelist of its component."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "correct the code, the prefix or the map"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(drafted, "UNKNOWN-CODE", lambda each: each.detail, _ADVICE)
