"""A reporting unit (a province) gives a figure of one key and period twice.

Its figures are added to those of others, so a report sent again, or under two names of files,
would count its persons twice.
"""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.reading import Reading

_ADVICE = "leave one of the reports; a row for a part of the province needs a column to tell it"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    first: dict[tuple[object, ...], Reading] = {}
    for each in drafted.readings:
        if not each.unit:
            continue
        one = first.setdefault((each.unit, each.key, each.period), each)
        if one is not each:
            yield Finding(
                rule="DUPLICATE-REPORT",
                message=f"{each.unit} has this figure in row {one.row} ({one.column}), too",
                file=drafted.file,
                row=each.row,
                column=each.column,
                key=f"{'.'.join(each.key)} {each.period}",
                value=each.unit,
                advice=_ADVICE,
            )
