"""Women, or men, are more than both together, in the table or in the report of one province."""

from collections import defaultdict
from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.reading import Reading

_ADVICE = "compare both cells with the document"

_SEXES = ("SEX_F", "SEX_M")


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    yield from _in_reports(drafted)
    for rest, figures in drafted.slices("SEX"):
        total = figures.get("SEX_T")
        for sex in _SEXES:
            part = figures.get(sex)
            if part is not None and total is not None and part > total + drafted.source.tolerance:
                message = f"{sex} is {part}, the total {total}"
                place = drafted.place(rest, sex)
                yield drafted.found_at(place, "SEX-EXCEEDS-TOTAL", message, _ADVICE)


def _in_reports(drafted: Drafted) -> Iterator[Finding]:
    """In figures that are added up: a sum over provinces hides what one of them got wrong."""
    at = drafted.structure.key_ids.index("SEX") if "SEX" in drafted.structure.key_ids else None
    if at is None:
        return
    groups: dict[object, dict[str, Reading]] = defaultdict(dict)
    for each in drafted.parts():
        rest = (each.unit, each.part, each.key[:at], each.key[at + 1 :], each.period)
        groups[rest][each.key[at]] = each
    for found in groups.values():
        total = found.get("SEX_T")
        for sex in _SEXES:
            part = found.get(sex)
            if total is None or total.figure is None or part is None or part.figure is None:
                continue
            if part.figure > total.figure + drafted.source.tolerance:
                message = f"{sex} is {part.figure}, the total {total.figure} in row {total.row}"
                yield drafted.found_in(part, "SEX-EXCEEDS-TOTAL", message, _ADVICE)
