"""The parts of a dimension (destinations, say) sum to more than its total."""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.part_sums import part_sums

_ADVICE = "ask the office, or accept it in the layout with the reason"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Warning: official tables do this, with or without a reason."""
    for sums in part_sums(drafted):
        if sums.parts > sums.total + drafted.source.tolerance:
            message = f"the parts of {sums.dimension} sum to {sums.parts}, more than {sums.total}"
            found = drafted.found_at(sums.place, "PARTS-EXCEED-TOTAL", message, _ADVICE)
            yield replace(found, severity="warning")
