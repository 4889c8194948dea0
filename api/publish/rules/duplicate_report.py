"""A row whose figures are added to others stands in the table twice.

A report of a province sent again, or under two names of files, would count its persons twice; so
would a cell of a survey table that has the same answers throughout as another.
"""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "leave one of the reports; a row for a part of the province needs a column to tell it"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    if not drafted.readings.reported:
        return
    first: dict[tuple[object, ...], int] = {}
    for at, each in enumerate(drafted.readings):
        if not (each.unit or each.part):
            continue
        before = first.setdefault((each.unit, each.part, each.key, each.period), at)
        if before != at:
            one = drafted.readings[before]
            who = each.unit or "the table"
            yield Finding(
                rule="DUPLICATE-REPORT",
                message=f"{who} has this figure in row {one.row} ({one.column}), too",
                file=drafted.file,
                row=each.row,
                column=each.column,
                key=f"{'.'.join(each.key)} {each.period}",
                value=each.unit,
                advice=_ADVICE,
            )
