"""Persons read from the file and persons under codes are not the same number.

Maps divide and regroup; they neither make nor lose persons. What has no code stands under a
residual one and is stated (MAP-LOSS), so nothing at all may differ.
"""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    if drafted.persons_read != drafted.persons_kept:
        yield Finding(
            rule="TOTAL-NOT-KEPT",
            message=(
                f"the figures sum to {drafted.persons_read} before the maps and to"
                f" {drafted.persons_kept} after them"
            ),
            file=drafted.file,
            advice="report it with the file: the shares of a map do not make a whole",
        )
