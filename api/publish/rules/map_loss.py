"""Figures whose words have no code in a map count under a residual code: how many, and where.

The layout states how much of that it takes (`loss`, in percent of the persons read); a word that
may not be lost at all has no residual code in its column.
"""

from collections.abc import Iterator
from decimal import Decimal

from api.model.report import Finding, MapUse, Severity
from api.publish.drafted import Drafted

#: Words and cells that a message names.
_SHOWN = 5

_ADVICE = "add the words to the map, or state a larger loss in the layout with its reason"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Note within the stated loss, error beyond it."""
    for use in drafted.uses:
        if use.lost_records:
            yield _finding(use, drafted)


def _finding(use: MapUse, drafted: Drafted) -> Finding:
    persons, lost = Decimal(use.persons), Decimal(use.lost_persons)
    percent = 100 * lost / persons if persons else Decimal(100)
    severity: Severity = "error" if percent > Decimal(drafted.source.loss) else "note"
    counted = f", {lost} of {persons} persons ({percent:.2f} %)"
    if drafted.withheld:  # the sum less what is published would be what is not
        counted = ""
    return Finding(
        rule="MAP-LOSS",
        severity=severity,
        message=(
            f"{use.map} has no code for {use.lost_records} of {use.records} figures{counted};"
            f" {_some(use.words)}; {len(use.cells)} cells depend on it: {_some(use.cells)}"
        ),
        file=drafted.file,
        value=str(use.map),
        advice=_ADVICE if severity == "error" else "",
    )


def _some(texts: tuple[str, ...]) -> str:
    more = f" and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + more
