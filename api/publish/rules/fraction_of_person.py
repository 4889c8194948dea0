"""A count of persons has a fraction: a thousands mark was read as a decimal one."""

from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding, Severity
from api.publish.drafted import Drafted

_ADVICE = "check decimal and thousands in the layout, and its unit"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error in counts of persons; figures in thousands may be weighted estimates: warning.

    A table that gives its survey cases is one of weighted estimates.
    """
    if any(column.role == "cases" for column in drafted.source.layout.columns):
        return
    severity: Severity = "error" if drafted.source.unit == "persons" else "warning"
    broken = False
    for each in drafted.parts():
        if each.figure is not None and each.figure % 1:
            broken = True
            message = f"{each.figure} persons is no whole number"
            found = drafted.found_in(each, "FRACTION-OF-PERSON", message, _ADVICE)
            yield replace(found, severity=severity)
    for place, figure in drafted.persons.items():
        if figure % 1 and not broken:
            message = f"{figure} persons is no whole number"
            found = drafted.found_at(place, "FRACTION-OF-PERSON", message, _ADVICE)
            yield replace(found, severity=severity)
