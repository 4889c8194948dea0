"""The rows of one agreement that are valid at an instant, for whoever writes the next ones."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from api.model.structure import Structure
from api.store.engine import run
from api.store.series import Packed, table_name

Key = tuple[str, ...]

#: Rows read at once where all of an agreement's are needed.
_PAGE = 1000

#: Parameters of one statement: what every SQLite since 2020 takes.
_PARAMETERS = 30_000


class CurrentRow(NamedTuple):
    """One series as it is stored."""

    id: int
    key: Key
    valid_from: int
    #: t, v, a, s, l: what `Packed.read` takes.
    columns: tuple[Any, ...]

    def packed(self) -> Packed:
        """The observations."""
        return Packed.read(*self.columns)


class Current:
    """Series of one agreement (by its number) at an instant. What is read is read at once."""

    def __init__(
        self, connection: Connection, structure: Structure, agreement: int, instant: int
    ) -> None:
        self._connection, self.ids = connection, structure.key_ids
        self._names = ", ".join(f'"{name}"' for name in self.ids)
        self._sql = (
            f"SELECT id, valid_from, t, v, a, s, l, {self._names} "  # noqa: S608
            f'FROM "{table_name(structure.dataflow.ref)}" '
            "WHERE agreement = ? AND valid_from <= ? AND valid_to > ? "
        )
        self._parameters = (agreement, instant, instant)

    def of(self, keys: Sequence[Key]) -> dict[Key, CurrentRow]:
        """The series that have these keys."""
        found: dict[Key, CurrentRow] = {}
        size = _PARAMETERS // max(len(self.ids), 1)
        mark = f"({', '.join('?' * len(self.ids))})"
        for start in range(0, len(keys), size):
            some = keys[start : start + size]
            sql = f"{self._sql}AND ({self._names}) IN (VALUES {', '.join([mark] * len(some))})"
            flat = [code for key in some for code in key]
            for row in self._rows(sql, *flat):
                found[row.key] = row
        return found

    def all(self) -> Iterator[CurrentRow]:
        """All series in key order, a page at a time: rows behind the last one may be written."""
        order = f"ORDER BY {self._names} LIMIT {_PAGE}"
        page = self._rows(self._sql + order)
        mark = ", ".join("?" * len(self.ids))
        after = f"{self._sql}AND ({self._names}) > ({mark}) {order}"
        while page:
            yield from page
            page = self._rows(after, *page[-1].key) if len(page) == _PAGE else []

    def _rows(self, sql: str, *more: str) -> list[CurrentRow]:
        rows = run(self._connection, sql, (*self._parameters, *more)).all()
        return [
            CurrentRow(id, tuple(rest[5:]), valid_from, tuple(rest[:5]))
            for id, valid_from, *rest in map(tuple, rows)
        ]
