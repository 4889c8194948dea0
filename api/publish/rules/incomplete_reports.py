"""Fewer reporting units (provinces) than there are: their sum is no figure of the country."""

from collections import defaultdict
from collections.abc import Iterator

from api.model.report import Finding
from api.model.source import Expected
from api.publish.drafted import Drafted

_ADVICE = "publish when all have reported; until then the table is late"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error for each period, at its first figure."""
    if not drafted.source.units:
        return
    units: dict[str, set[str]] = defaultdict(set)
    for each in drafted.readings:
        units[each.period].add(each.unit)
    for period, found in sorted(units.items()):
        expected = next((one for one in drafted.source.units if _is_of(one, period)), None)
        if expected and len(found) != expected.number:
            yield Finding(
                rule="INCOMPLETE-REPORTS",
                message=f"{len(found)} of {expected.number} reported for {period}",
                file=drafted.file,
                value=period,
                advice=_ADVICE,
            )


def _is_of(expected: Expected, period: str) -> bool:
    """Whether a number of units is that of a period; periods of one form compare as text."""
    return (expected.start or period) <= period <= (expected.end or period)
