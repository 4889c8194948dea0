"""A source counts border crossings; these tables count persons.

One person crosses a border many times. The immigration database is such a source.
"""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    if drafted.source.counts == "movements":
        yield Finding(
            rule="MOVEMENTS-FOR-PERSONS",
            message="the source counts movements, the dataflow counts persons",
            file=drafted.file,
            value="movements",
            advice="a conversion with its method must be agreed before it can be published",
        )
