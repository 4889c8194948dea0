"""Coverage as lines of text and as rows, for the command line."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from api.model.coverage import BY_NAME, STATES, State
from api.model.registry import Registry
from api.model.text import best
from api.resources.coverage import (
    RULE,
    CoverageReport,
    TableCoverage,
    called,
    office_name,
    share,
)
from api.resources.coverage_shape import overview, table_cells
from api.resources.coverage_spans import Span, spans
from api.resources.coverage_words import STATE_WORDS
from api.resources.published import Published

#: One sign a state, for the grid.
_SIGNS: dict[State, str] = {
    "published": "P",
    "withheld": "C",
    "mirror figure only": "m",
    "collected with another definition": "d",
    "late": "l",
    "not collected": ".",
    "not applicable": " ",
}

#: Column headings of the rows.
COLUMNS = (
    "table",
    "dataflow",
    "codes",
    "year",
    "state",
    "office",
    "agreement",
    "definition",
    "explanation",
    "document",
)


def lines(
    report: CoverageReport, number: int | None, format: str, published: Published
) -> Iterator[str]:
    """Coverage of all tables or of one, as `text`, `csv` or `json`."""
    tables = [one for one in report.tables if number in (None, one.facts.table)]
    if format == "csv":
        yield from _csv(
            (COLUMNS, *(row for one in tables for row in rows(one, published.registry)))
        )
    elif format == "json" and number is None:
        yield overview(report, published).model_dump_json(indent=2)
    elif format == "json":
        for one in tables:
            cells = one.cells
            yield table_cells(one, cells, len(cells), published).model_dump_json(indent=2)
    elif number is None:
        yield from grid(report)
    else:
        for one in tables:
            yield from details(one, published.registry)


def _csv(table: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows as lines without their ends (RFC 4180)."""
    for row in table:
        line = StringIO()
        csv.writer(line, lineterminator="").writerow(row)
        yield line.getvalue()


def grid(report: CoverageReport) -> Iterator[str]:
    """All tables by year, the count of filled ones, and what the signs mean."""
    filled = len(report.tables_in("published"))
    total = len(report.tables)
    yield f"{filled} of {total} tables, {share(filled, total)} %, as of {report.today}"
    yield RULE["en"]
    if found := report.comparison:
        for one in found.reported:
            if one.tables is not None:
                yield (
                    f"{found.report} counts {one.tables} of {total}, {one.share} %, "
                    f"for {one.country} in {found.report_year}."
                )
    yield ""
    decades = range(report.first_year, report.last_year + 1, 10)
    yield "    " + "".join(f"{year:<10}" for year in decades).rstrip()
    for table in report.tables:
        signs = "".join(_SIGNS[called(states)] for states in table.years.values())
        yield f"{table.facts.table:>2}  {signs}  {best(table.name, ())}"
    yield ""
    states = report.states
    for state in STATES:
        yield f"{_SIGNS[state]}  {states[state]:>6} cells  {best(STATE_WORDS[state].label, ())}"


def details(table: TableCoverage, registry: Registry) -> Iterator[str]:
    """One table in spans of years, with what accounts for each, and who could fill it."""
    yield best(table.name, ())
    flow = None
    for span in spans(table):
        if span.dataflow != flow:
            flow = span.dataflow
            yield f"\n{flow.id}"
        yield f"  {span.years}  {span.state}: {_boxes(span, table)}"
        office = best(office_name(span.account.office, registry), ())
        yield f"      {best(span.account.text, ())} [{office}]"
    yield "\nCould be filled from:"
    for one in table.facts.fillers:
        yield f"  {best(one.name, ())} [{best(office_name(one.office, registry), ())}]"
        yield f"      {best(one.obstacle, ())}"


def _boxes(span: Span, table: TableCoverage) -> str:
    whole = {cell.codes for cell in table.cells if cell.dataflow == span.dataflow}
    if len(span.boxes) == len(whole):
        return f"all {len(whole)} cells of each year"
    if len(span.boxes) > 6:
        return f"{len(span.boxes)} of {len(whole)} cells of each year"
    return ", ".join(".".join(codes[1:]).replace(BY_NAME, "(by name)") for codes in span.boxes)


def rows(table: TableCoverage, registry: Registry) -> Iterator[tuple[str, ...]]:
    """Every cell of a table under `COLUMNS`."""
    for cell in table.cells:
        account = cell.account
        yield (
            str(table.facts.table),
            cell.dataflow.id,
            ".".join(cell.codes),
            str(cell.year),
            cell.state,
            best(office_name(account.office, registry), ()),
            str(account.agreement or ""),
            account.distance or "",
            best(account.text, ()),
            account.document,
        )
