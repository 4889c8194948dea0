"""A word is excluded by name in the map: it has no code, for the reason given there."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "take the row out of the table, or split it where its parts are known"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted, "EXCLUDED-CODE", lambda each: f"{each.value!r} has no code: {each.detail}", _ADVICE
    )
