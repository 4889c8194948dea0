"""A file is neither delimited text nor an .xlsx workbook."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "save the table as .csv (UTF-8) or .xlsx"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted,
        "UNKNOWN-FORM",
        lambda each: f"{each.value or 'a file without a suffix'} is not one of {each.detail}",
        _ADVICE,
    )
