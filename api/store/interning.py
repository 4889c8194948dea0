"""Numbers for texts that repeat: periods, attribute sets, column headings. Append-only."""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table, select

from api.store.series import attribute_set, heading, point


class Numbers:
    """Text -> number in one table, in a writing transaction. `flush` writes the new ones."""

    def __init__(self, connection: Connection, table: Table, column: str, **scope: str) -> None:
        self._connection, self._table, self._column, self._scope = connection, table, column, scope
        where = [table.c[name] == value for name, value in scope.items()]
        rows = connection.execute(select(table.c.id, table.c[column]).where(*where))
        self._numbers: dict[str, int] = {text: number for number, text in rows}
        self._new: list[dict[str, Any]] = []

    def of(self, text: str) -> int:
        """The number of a text, a new one if it has none yet."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self._numbers)
            self._new.append({**self._scope, "id": number, self._column: text})
        return number

    def flush(self) -> None:
        """Write what is new."""
        if self._new:
            self._connection.execute(self._table.insert(), self._new)
            self._new = []


def numbers(connection: Connection, flow: str) -> tuple[Numbers, Numbers, Numbers]:
    """Numbers of a flow's periods, of its attribute sets, and of all column headings."""
    return (
        Numbers(connection, point, "code", flow=flow),
        Numbers(connection, attribute_set, "content", flow=flow),
        Numbers(connection, heading, "text"),
    )


def write_attributes(values: tuple[str | None, ...]) -> str:
    """An attribute set as the store keeps it."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read_attributes(content: str) -> tuple[str | None, ...]:
    """The reverse."""
    return tuple(json.loads(content))


class Known:
    """What a process has read of an append-only table; it asks only for what came after."""

    def __init__(self, table: Table, column: str, read: Callable[[str], Any]) -> None:
        self._sql = f"SELECT {column} FROM {table.name} WHERE flow = ? AND id >= ? ORDER BY id"  # noqa: S608
        self._read = read
        self._known: dict[str, list[Any]] = {}

    def of(self, flow: str, rows: Callable[[str, tuple[Any, ...]], Any]) -> list[Any]:
        """All entries of a flow that the reader's snapshot has, by number."""
        known = self._known.get(flow, [])
        fresh = [self._read(row[0]) for row in rows(self._sql, (flow, len(known)))]
        if fresh:
            # Replaced, not extended: an answer under way keeps the list it began with.
            known = self._known[flow] = [*known, *fresh]
        return known
