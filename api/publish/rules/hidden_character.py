"""A cell holds letters one cannot see: marks of writing direction, joiners, controls."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "type the cell anew"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted,
        "HIDDEN-CHARACTER",
        lambda each: f"there are invisible characters: {each.detail}",
        _ADVICE,
    )
