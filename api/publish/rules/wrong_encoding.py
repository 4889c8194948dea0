"""A text is not in the encoding its layout names, or in more than one."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "save it as UTF-8, or name its encoding in the layout"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted,
        "WRONG-ENCODING",
        lambda each: f"the text is not in the encoding the layout names: {each.detail}",
        _ADVICE,
    )
