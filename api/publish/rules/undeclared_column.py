"""A column of the file is not in the layout: it may hold what must not be lost."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "declare it, as ignored with its reason if it holds nothing to publish"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted,
        "UNDECLARED-COLUMN",
        lambda each: f"the column {each.column!r} is not in the layout",
        _ADVICE,
    )
