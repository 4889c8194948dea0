"""A file states another unit or multiplier than the dataflow has."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "convert the figures to the unit of the dataflow"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(drafted, "OTHER-CONSTANT", lambda each: each.detail, _ADVICE)
