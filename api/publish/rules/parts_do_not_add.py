"""The source says that the parts it lists are all, and they do not sum to the total."""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.part_sums import part_sums

_ADVICE = "ask the office, or accept it in the layout with the reason"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Warning: official tables do this, with or without a reason."""
    for sums in part_sums(drafted):
        if sums.parts < sums.total - drafted.source.tolerance and sums.complete:
            message = f"the parts of {sums.dimension} sum to {sums.parts}, less than {sums.total}"
            found = drafted.found_at(sums.place, "PARTS-DO-NOT-ADD", message, _ADVICE)
            yield replace(found, severity="warning")
