"""A stock (persons at a date) is offered for a dataflow of movements in a year, or the reverse.

So are the figures of 2005 to 2015 that ILOSTAT files as inflow of employed non-citizens: they
equal the number of foreign workers in the country that the statistics office published.
"""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted

#: Variables of ILOSTAT's measures that count movements in a period: inflow of foreign-born and of
#: non-citizens, return of nationals, outflow of nationals.
FLOWS = frozenset({"MFLB", "MFLC", "MNAR", "MNAO"})


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    measure = drafted.structure.dataflow.constants.get("MEASURE", "")
    due = "flow" if FLOWS & set(measure.split("_")) else "stock"
    if drafted.source.nature != due:
        yield Finding(
            rule="STOCK-FOR-FLOW",
            message=f"the table is a {drafted.source.nature}, {measure} is a {due}",
            file=drafted.file,
            component="MEASURE",
            value=drafted.source.nature,
            advice="publish it under the dataflow of its kind, with the definition in the notes",
        )
