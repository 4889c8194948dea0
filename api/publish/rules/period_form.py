"""A period is not one of these tables, or not of the frequency stated."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "write 2019, 2024-S1, 2015-Q1 or 2019-07 and the frequency A, S, Q or M"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(drafted, "PERIOD-FORM", lambda each: each.detail, _ADVICE)
