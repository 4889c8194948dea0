"""Women and men do not add up to the total, beyond the rounding the source declares."""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "ask the office, or accept it in the layout with the reason"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Warning: official tables do this, with or without a reason."""
    for rest, figures in drafted.slices("SEX"):
        if not {"SEX_T", "SEX_F", "SEX_M"} <= figures.keys():
            continue
        parts, total = figures["SEX_F"] + figures["SEX_M"], figures["SEX_T"]
        if abs(parts - total) > drafted.source.tolerance:
            place = drafted.place(rest, "SEX_T")
            message = f"women and men are {parts}, the total {total}"
            found = drafted.found_at(place, "SEXES-DO-NOT-ADD", message, _ADVICE)
            yield replace(found, severity="warning")
