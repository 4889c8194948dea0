"""Two reporting units (provinces) give the same figures throughout a period.

Figures are small and often equal by chance; a whole report is not. A file was sent under two
names, or one province filled in the form of its neighbour.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from api.model.report import Finding
from api.publish.drafted import Drafted

#: Different figures above zero that two units do not share by chance.
_ENOUGH = 3

_ADVICE = "ask both offices; accept it in the layout if both are right"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Warning, at the second unit."""
    if not drafted.readings.reported:
        return
    reports: dict[tuple[str, str], dict[tuple[str, ...], Decimal]] = defaultdict(dict)
    for each in drafted.readings:
        if each.unit and each.figure:
            reports[each.period, each.unit][each.key] = each.figure
    seen: dict[object, str] = {}
    for (period, unit), figures in reports.items():
        if len(set(figures.values())) < _ENOUGH:
            continue
        one = seen.setdefault((period, tuple(sorted(figures.items()))), unit)
        if one != unit:
            yield Finding(
                rule="COPIED-REPORT",
                severity="warning",
                message=f"{unit} has the {len(figures)} figures of {one} in {period}",
                file=drafted.file,
                key=f"{unit} {period}",
                value=unit,
                advice=_ADVICE,
            )
