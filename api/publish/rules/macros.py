"""A workbook carries a program. Nothing of it is run, and nothing of it is read."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "save it as .xlsx without macros"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(drafted, "MACROS", lambda _: "the workbook carries macros", _ADVICE)
