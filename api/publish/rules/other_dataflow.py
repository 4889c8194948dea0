"""An SDMX-CSV file is for another dataflow."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted
from api.publish.rules import of_misfits

_ADVICE = "publish the file under the agreement of its dataflow"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    return of_misfits(
        drafted, "OTHER-DATAFLOW", lambda each: f"{each.value} is not {each.detail}", _ADVICE
    )
