"""A workbook lacks the sheet its layout names."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "name the sheet in the layout as the workbook does"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted,
        "MISSING-SHEET",
        lambda each: f"there is no sheet {each.value!r}; there are: {each.detail}",
        _ADVICE,
    )
