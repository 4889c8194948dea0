"""A figure lacks a value for a dimension."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "fill the cell, or state the value under fixed"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted, "INCOMPLETE-KEY", lambda each: f"the figure has no {each.detail}", _ADVICE
    )
