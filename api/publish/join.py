"""Several files that are one table: one a province, say, in one layout."""

import hashlib
from collections.abc import Iterable, Iterator

from api.publish.table import (
    MAX_FILES,
    MAX_ROWS,
    Bound,
    Cell,
    Misfit,
    Misfits,
    Row,
    Table,
    Unreadable,
)

#: What makes two columns of different files the same: heading, what it fills, period, word.
_Column = tuple[str, str, str, str]


def joined(name: str, read: Iterable[Table]) -> Table:
    """One table of several, in order of file name; columns may stand in another order in each.

    Its hash is that of the hashes and names of the files. Rows and misfits name their file.
    """
    digest = hashlib.sha256()
    tables: list[Table] = []
    rows: list[tuple[Row, ...]] = []
    held = 0
    for table in read:
        digest.update(f"{table.sha256}  {table.file}\n".encode())
        rows.append(_all(table))
        tables.append(table)
        held += len(rows[-1])
        if len(tables) > MAX_FILES or held > MAX_ROWS:
            large = Misfit("TOO-LARGE", detail=f"{len(tables)} files or more, with {held} rows")
            return Table(file=name, sha256=digest.hexdigest(), misfits=Misfits([large]))
    columns: dict[_Column, Bound] = {}
    for table in tables:
        for bound in table.columns:
            place = _place(bound, len({each.position for each in columns.values()}), columns)
            columns.setdefault(_identity(bound), bound._replace(position=place))
    return Table(
        file=name,
        sha256=digest.hexdigest(),
        columns=tuple(columns.values()),
        rows=tuple(
            row
            for table, own in zip(tables, rows, strict=True)
            for row in _rows(table, own, columns)
        ),
        misfits=Misfits(
            misfit._replace(file=table.file) for table in tables for misfit in table.misfits
        ),
        files=tuple(table.file for table in tables),
    )


def _identity(bound: Bound) -> _Column:
    return (bound.heading, bound.column.fills, bound.period, bound.word)


def _place(bound: Bound, next_place: int, columns: dict[_Column, Bound]) -> int:
    """Where a heading stands in the joined table; what shares a heading shares the place."""
    found = (each.position for each in columns.values() if each.heading == bound.heading)
    return next(found, next_place)


def _all(table: Table) -> tuple[Row, ...]:
    """The rows of one file; none of one that turns out to be broken, and what is wrong with it."""
    try:
        return tuple(table.rows)
    except Unreadable as error:
        table.misfits.only(error.misfit)
        return ()


def _rows(table: Table, own: Iterable[Row], columns: dict[_Column, Bound]) -> Iterator[Row]:
    places = {bound.position: columns[_identity(bound)].position for bound in table.columns}
    width = len({bound.position for bound in columns.values()})
    for row in own:
        cells: list[Cell] = [""] * width
        for position, place in places.items():
            if position < len(row.cells):
                cells[place] = row.cells[position]
        yield Row(row.number, tuple(cells), table.file)
