"""Another agreement has a figure for the same key: equal or not, a reader will ask."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "see the precedence in the dataflow's file"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Note. The dataflow's file says which of them stands."""
    for other in drafted.published:
        place = other.key, other.period
        own = drafted.by_place.get(place)
        if own is None or other.agreement == drafted.source.agreement:
            continue
        same = Decimal(own.value or "NaN") == Decimal(other.value or "NaN")
        message = f"{other.agreement} has {'the same figure' if same else other.value or 'none'}"
        found = drafted.found_at(place, "SAME-KEY-TWO-PROVIDERS", message, _ADVICE)
        yield replace(found, severity="note")
