"""A code exists, but not in this table: its constraint takes other codes or classifications."""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "use a code of the classification that the dataflow's file allows"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    for place in drafted.by_place:
        for id, code in zip(drafted.structure.key_ids, place[0], strict=True):
            if code not in drafted.allowed.get(id, (code,)):
                message = f"{code} is not among the codes of {id} in this table"
                found = drafted.found_at(place, "CODE-NOT-TAKEN", message, _ADVICE)
                yield replace(found, component=id)
