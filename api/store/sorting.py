"""Sorting of observations by anything: outside memory, in a temporary database of SQLite.

Sorting by dimensions is done where the rows are read. Any other order (time before a dimension,
values, attributes) needs all observations before the first can leave; they spill to a temporary
file, never to memory, whatever the store is.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from api.model.dataset import DataSet, Series
from api.model.period import Period

#: Component id and whether descending.
Order = Sequence[tuple[str, bool]]

#: What the sorter keeps of an observation besides its sort values: series number, then the rest.
_KEPT = ("series", "position", "value", "attributes")


def observations_sorted(data_set: DataSet, order: Order) -> Iterator[Series]:
    """Observations in the order asked for, those of a key that follow each other as one series.

    What the order leaves open follows the order of the data set.
    """
    sorter = sqlite3.connect("", isolation_level=None)
    try:
        for key, run in groupby(_sorted(sorter, data_set, order), itemgetter(0)):
            _, positions, values, attributes = zip(*run, strict=True)
            yield Series(key, positions, values, attributes)
    finally:
        sorter.close()


def _sorted(
    sorter: sqlite3.Connection, data_set: DataSet, order: Order
) -> Iterator[tuple[tuple[str, ...], int, str, int]]:
    """Key, position, value and attributes of each observation."""
    columns = [f"s{number}" for number in range(len(order))]
    names = ", ".join((*columns, *_KEPT))
    sorter.execute(f"CREATE TABLE sorted (n INTEGER PRIMARY KEY, {names})")
    sorter.execute("CREATE TABLE keys (n INTEGER PRIMARY KEY, " + _key_columns(data_set) + ")")
    sorter.execute("BEGIN")
    marks = ", ".join("?" * (len(columns) + len(_KEPT)))
    sorter.executemany(
        f"INSERT INTO sorted ({names}) VALUES ({marks})",  # noqa: S608
        _rows(sorter, data_set, order),
    )
    terms = [
        f"{name}{' DESC' if down else ''}" for name, (_, down) in zip(columns, order, strict=True)
    ]
    width = len(data_set.key)
    keys = ", ".join(f"k{number}" for number in range(width))
    rows = sorter.execute(
        f"SELECT {keys}, position, value, attributes FROM sorted "  # noqa: S608
        f"JOIN keys ON keys.n = series ORDER BY {', '.join((*terms, 'sorted.n'))}"
    )
    for row in rows:
        position, value, attributes = row[width:]
        yield row[:width], position, value, attributes


def _key_columns(data_set: DataSet) -> str:
    return ", ".join(f"k{number} TEXT" for number in range(len(data_set.key)))


def _rows(sorter: sqlite3.Connection, data_set: DataSet, order: Order) -> Iterator[tuple[Any, ...]]:
    sort_values = [_SortValue(data_set, name) for name, _ in order]
    marks = ", ".join("?" * (len(data_set.key) + 1))
    insert_key = f"INSERT INTO keys VALUES ({marks})"  # noqa: S608
    keys = sorter.cursor()
    for number, series in enumerate(data_set.series):
        keys.execute(insert_key, (number, *series.key))
        for position, value, attributes in zip(*series[1:], strict=True):
            values = (one.of(series.key, position, value, attributes) for one in sort_values)
            yield (*values, number, position, value, attributes)


class _SortValue:
    """What one component of an observation sorts by: place in time, number, or text."""

    def __init__(self, data_set: DataSet, name: str) -> None:
        ids = [component.id for component in data_set.key]
        self._place = ids.index(name) if name in ids else None
        self._is_time = self._place is not None and data_set.key[self._place].role == "time"
        self._is_position = name == data_set.observation.id
        self._ranks = _ranks(data_set) if self._is_position else []
        self._is_measure = name in [component.id for component in data_set.measures]
        attributes = [component.id for component in data_set.observation_attributes]
        self._attribute = attributes.index(name) if name in attributes else None
        self._sets = data_set.attribute_sets

    def of(self, key: tuple[str, ...], position: int, value: str, attributes: int) -> Any:
        """A number or a text; None (first in SQLite's order) for what is not there."""
        if self._is_position:
            return self._ranks[position]
        if self._place is not None:
            return _in_time(key[self._place]) if self._is_time else key[self._place]
        if self._is_measure:
            return float(value) if value else None
        return None if self._attribute is None else self._sets[attributes][self._attribute]


def _in_time(period: str) -> str:
    """A text that is in order where the periods are."""
    found = Period.parse(period)
    return f"{found.first:020} {found.last:020}"


def _ranks(data_set: DataSet) -> list[int]:
    """Place of each point in time, or among the codes."""
    is_time = data_set.observation.role == "time"
    numbers = sorted(
        range(len(data_set.points)),
        key=(lambda n: Period.parse(data_set.points[n])) if is_time else lambda n: n,
    )
    ranks = [0] * len(numbers)
    for rank, number in enumerate(numbers):
        ranks[number] = rank
    return ranks
