"""A figure differs from the one this agreement has published: a revision, and how large it is."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from api.model.report import Finding
from api.publish.drafted import Drafted


def check(drafted: Drafted) -> Iterator[Finding]:
    """Note. Releases keep both; the reason of a correction is given when it is published."""
    for old in drafted.published:
        own = drafted.by_place.get((old.key, old.period))
        if (
            own is None
            or old.agreement != drafted.source.agreement
            or not (own.value and old.value)
        ):
            continue
        before, after = Decimal(old.value), Decimal(own.value)
        if before != after:
            change = f"{100 * (after - before) / before:+.1f} %" if before else "from nothing"
            message = f"{old.value} becomes {own.value} ({change})"
            found = drafted.found_at((old.key, old.period), "REVISED-FIGURE", message, "")
            yield replace(found, severity="note")
