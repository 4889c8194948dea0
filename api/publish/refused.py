"""What tables hold that are kept but refused: figures that exist, though not as a table asks.

A cumulated part-year is read as a figure of its year, a stock filed as a flow as it stands: the
answer tells of which cells something is known, and never a value.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from api.definitions.load import Definitions
from api.errors import InvalidSyntax
from api.model.coverage import Held
from api.model.period import Period
from api.model.registry import Registry
from api.model.source import Source
from api.publish.agreements import all_sources
from api.publish.harmonise import harmonise
from api.publish.period import is_range, normalised
from api.publish.read_table import read_table
from api.publish.table import Row, Table, text


def held_by(definitions: Definitions, root: Path) -> Callable[[], Iterator[Held]]:
    """What the refused sources of definitions hold, read when it is asked for."""
    return lambda: refused(all_sources(definitions.sources), root, definitions.registry)


def refused(sources: Iterable[Source], root: Path, registry: Registry) -> Iterator[Held]:
    """Agreement, dataflow, key and year of every figure in the tables of refused sources.

    What cannot be read or mapped is left out; the report of a publish tells of it.
    """
    for source in sources:
        if source.publish == "refused":
            for one in source.tables:
                yield from _held(source, root / source.folder / one.file, registry)


def _held(source: Source, path: Path, registry: Registry) -> Iterator[Held]:
    structure = registry.structure(source.dataflow)
    table = read_table(path, path.name, source.layout_of(path.name), structure)
    for found in harmonise(_by_year(table), source, registry).observations:
        year = int(Period.parse(found.period).start[:4])
        yield Held(source.agreement, source.dataflow, found.key, year)


def _by_year(table: Table) -> Table:
    """The table with the year in the place of a range of its months."""
    places = {
        bound.position
        for bound in table.columns
        if bound.column.role == "component" and bound.column.fills == "TIME_PERIOD"
    }
    return replace(table, rows=(_row(row, places) for row in table.rows))


def _row(row: Row, places: set[int]) -> Row:
    cells = list(row.cells)
    for place in places:
        if place < len(cells) and _is_part_year(period := normalised(text(cells[place]))):
            cells[place] = period[:4]
    return Row(row.number, tuple(cells))


def _is_part_year(period: str) -> bool:
    if not is_range(period):
        return False
    try:
        return Period.parse(period).within(Period.parse(period[:4]))
    except InvalidSyntax:  # a range without an end (`2018-12-01/..`) is of no one year
        return False
