"""A table has headings and not one figure: it was cut off, or its footer came too early."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error, unless something else already says why there is nothing."""
    if not (drafted.observations or drafted.deletions or drafted.misfits):
        yield Finding(
            rule="EMPTY-TABLE",
            message="there is no figure in the table",
            file=drafted.file,
            advice="check that the file is whole, and title rows and footer in the layout",
        )
