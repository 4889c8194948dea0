"""Women, or men, are more than women and men together."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "compare both cells with the document"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    for rest, figures in drafted.slices("SEX").items():
        total = figures.get("SEX_T")
        for sex in ("SEX_F", "SEX_M"):
            part = figures.get(sex)
            if part is not None and total is not None and part > total + drafted.source.tolerance:
                message = f"{sex} is {part}, the total {total}"
                place = drafted.place(rest, sex)
                yield drafted.found_at(place, "SEX-EXCEEDS-TOTAL", message, _ADVICE)
