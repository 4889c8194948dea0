"""Some reporting units give totals only, so that a breakdown is no sum of the country.

Its figures are left out; the totals are published.
"""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted


def check(drafted: Drafted) -> Iterator[Finding]:
    """Note, one for each dimension and period."""
    for each in drafted.misfits_of("TOTALS-ONLY"):
        yield Finding(
            rule="TOTALS-ONLY",
            severity="note",
            message=f"{each.detail} for {each.value}: no figures by {each.component}",
            file=drafted.file,
            component=each.component,
            value=each.value,
        )
