"""Rows of a series table that a selection names, as they were valid at an instant, in key order."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from api.model.dataset import Series
from api.model.ref import Ref
from api.model.region import Region
from api.model.structure import Structure
from api.store.engine import Reader
from api.store.series import KNOWN_POINTS, table_name, unpack_attributes

Key = tuple[str, ...]


class Row(NamedTuple):
    """One stored series: its key, its observations, whose it is, and when it was valid."""

    key: Key
    points: Sequence[int]
    values: Sequence[str]
    attributes: Sequence[int]
    #: Number of the provision agreement.
    agreement: int
    valid_from: int
    valid_to: int


class Scope(NamedTuple):
    """Which rows: of these agreements (None for all), in any of these regions, in this order."""

    structure: Structure
    agreements: tuple[Ref, ...] | None
    regions: tuple[Region, ...]
    #: Indices of dimensions and whether descending; key order where empty.
    order: tuple[tuple[int, bool], ...] = ()


#: A series as one agreement has it, and the number of the agreement.
Owned = tuple[Series, int]

#: A row of the database: the key's codes, number of observations, t, v, a, agreement.
Packed = tuple[Any, ...]


def rows_at(reader: Reader, scope: Scope, instant: int) -> Iterator[Sequence[Packed]]:
    """Rows valid at an instant, in batches; those of one key, each of another agreement, together.

    Ordered by the key alone: the index gives that order, and anything more would be sorted.
    """
    statement = _Statement("n, t, v, a, agreement", "")
    condition = "valid_from <= ? AND valid_to > ?"
    return _batches(reader, scope, statement, condition, (instant, instant))


def owned(rows: Sequence[Packed], width: int) -> list[Owned]:
    """Rows, unpacked. The tuple's own `__new__` takes half the time of the class's."""
    new = tuple.__new__
    points, attributes = KNOWN_POINTS, unpack_attributes
    return [
        (new(Series, (row[:width], points[t], v.split("\n"), attributes(a, n))), agreement)
        for row in rows
        for n, t, v, a, agreement in (row[width:],)
    ]


def rows_between(
    reader: Reader, scope: Scope, window: tuple[int, int], *, changed: bool
) -> Iterator[Row]:
    """Rows valid at the first or the second instant; with `changed` only those that differ."""
    before, after = window
    condition = "((valid_from <= ? AND valid_to > ?) OR (valid_from <= ? AND valid_to > ?))"
    parameters: tuple[int, ...] = (before, before, after, after)
    if changed:
        condition += " AND (valid_from > ? OR valid_to <= ?)"
        parameters += (before, after)
    ordered = _Statement("t, v, a, agreement, valid_from, valid_to", ", agreement, valid_from")
    batches = _batches(reader, scope, ordered, condition, parameters)
    return _unpacked(batches, len(scope.structure.key_ids))


class _Statement(NamedTuple):
    """What a reading adds to the key: columns, and terms of the order."""

    columns: str
    order: str


def _batches(
    reader: Reader,
    scope: Scope,
    statement: _Statement,
    condition: str,
    parameters: tuple[int, ...],
) -> Iterator[Sequence[tuple[Any, ...]]]:
    key = ", ".join(f'"{name}"' for name in scope.structure.key_ids)
    where, more = _where(scope)
    sql = (
        f"SELECT {key}, {statement.columns} "  # noqa: S608
        f'FROM "{table_name(scope.structure.dataflow.ref)}" '
        f"WHERE {condition}{where} ORDER BY {_order(scope)}{statement.order}"
    )
    return reader.batches(sql, (*parameters, *more))


def _unpacked(batches: Iterator[Sequence[tuple[Any, ...]]], width: int) -> Iterator[Row]:
    for row in chain.from_iterable(batches):
        t, v, a, agreement, opened, closed = row[width:]
        yield Row(
            row[:width],
            KNOWN_POINTS[t],
            v.split("\n"),
            unpack_attributes(a, len(t) // 2),
            agreement,
            opened,
            closed,
        )


def where_regions(structure: Structure, regions: Sequence[Region]) -> tuple[str, tuple[str, ...]]:
    """SQL and parameters for "in any of these regions"; empty where that is everything."""
    if not regions:
        return " AND 1 = 0", ()
    if any(not region for region in regions):
        return "", ()
    parameters: list[str] = []
    alternatives = []
    for region in regions:
        parts = []
        for place, codes in sorted(region.items()):
            marks = ", ".join("?" * len(codes))
            parts.append(f'"{structure.key_ids[place]}" IN ({marks})' if codes else "1 = 0")
            parameters += sorted(codes)
        alternatives.append(" AND ".join(parts))
    return " AND (" + " OR ".join(alternatives) + ")", tuple(parameters)


def _where(scope: Scope) -> tuple[str, tuple[str, ...]]:
    where, parameters = where_regions(scope.structure, scope.regions)
    if scope.agreements is not None:
        marks = ", ".join("?" * len(scope.agreements)) or "NULL"
        where += f' AND agreement IN (SELECT id FROM "agreement" WHERE ref IN ({marks}))'  # noqa: S608
        parameters += tuple(str(agreement) for agreement in scope.agreements)
    return where, parameters


def _order(scope: Scope) -> str:
    first = dict(scope.order)
    places = [*first, *(n for n in range(len(scope.structure.key_ids)) if n not in first)]
    names = (
        f'"{scope.structure.key_ids[place]}"{" DESC" if first.get(place) else ""}'
        for place in places
    )
    return ", ".join(names)
