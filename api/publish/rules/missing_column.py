"""A column the layout declares is not in the file."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "check title rows, delimiter and heading in the layout against the file"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted,
        "MISSING-COLUMN",
        lambda each: f"there is no column {each.column!r}; {each.detail}",
        _ADVICE,
    )
