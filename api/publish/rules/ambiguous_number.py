"""`1.234` is a thousand in one country and one in another; the layout must say which."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "declare decimal and thousands in the layout"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted,
        "AMBIGUOUS-NUMBER",
        lambda each: (
            f"{each.value!r} may be thousands or decimals, and the layout declares neither"
        ),
        _ADVICE,
    )
