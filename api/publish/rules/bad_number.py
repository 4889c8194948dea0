"""A figure is not printed as the layout says figures are."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "mend the cell; if it means that there is no figure, declare the word as missing"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted,
        "BAD-NUMBER",
        lambda each: f"{each.value!r} is not a figure here ({each.detail})",
        _ADVICE,
    )
