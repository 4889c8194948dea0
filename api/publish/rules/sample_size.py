"""How many figures rest on too few cases: withheld, or marked as unreliable.

The thresholds, with who set them, stand in the source's file under `disclosure`.
"""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "give the number of survey cases in the table"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Note; error for a figure of a survey that does not give its number of cases."""
    rule = drafted.source.disclosure
    if rule is None:
        return
    if any(column.role == "cases" for column in drafted.source.layout.columns):
        for place in drafted.persons:
            if place not in drafted.cases:
                message = "the figure has no number of cases"
                yield replace(drafted.found_at(place, "SAMPLE-SIZE", message, _ADVICE), value="")
    marked = sum("U" in one.attributes for one in drafted.observations)
    beside = sum(why != "few" for why in drafted.withheld.values())
    if drafted.withheld or marked:
        yield Finding(
            rule="SAMPLE-SIZE",
            severity="note",
            message=(
                f"{len(drafted.withheld)} figures are withheld, {beside} of them to protect"
                f" others, and {marked} are marked unreliable; fewer than {rule.minimum_cases} and"
                f" {rule.unreliable_below} cases: {rule.authority}"
            ),
            file=drafted.file,
        )
