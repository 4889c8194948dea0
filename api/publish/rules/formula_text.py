"""A cell begins like a formula: a spreadsheet that opens the published file would run it."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "write it as plain text, without the first character"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(drafted, "FORMULA-TEXT", lambda _: "the text begins like a formula", _ADVICE)
