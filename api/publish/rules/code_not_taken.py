"""A code exists, but not in this table: its constraint takes other codes or classifications."""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "use a code of the classification that the dataflow's file allows"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    for key in drafted.observations.keys:
        for id, code in zip(drafted.structure.key_ids, key, strict=True):
            if code not in drafted.allowed.get(id, (code,)):
                message = f"{code} is not among the codes of {id} in this table"
                for period, _ in drafted.observations.series(key):
                    found = drafted.found_at((key, period), "CODE-NOT-TAKEN", message, _ADVICE)
                    yield replace(found, component=id)
