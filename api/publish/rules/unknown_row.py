"""A column tells rows of this table from others, and a row has a word of neither."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "say in the layout whether such rows are kept or skipped"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error: a row must not be lost because nobody thought of it."""
    return of_misfits(
        drafted, "UNKNOWN-ROW", lambda each: f"{each.value!r} is not one of {each.detail}", _ADVICE
    )
