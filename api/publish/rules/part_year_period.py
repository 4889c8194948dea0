"""A cumulated part of a year (or several years) is no period of these tables.

Figures of the first nine months must never stand as those of a year or a quarter.
"""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "keep it in a table that is refused, for the coverage report"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted,
        "PART-YEAR-PERIOD",
        lambda each: f"{each.detail} is no year, quarter or month",
        _ADVICE,
    )
