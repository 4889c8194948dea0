"""Numbers for texts that repeat: periods, attribute sets, headings, agreements."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, Connection

from api.model.release import Attributes
from api.store.catalogue import agreement, attribute_set, heading, point
from api.store.engine import insert, run


class Numbers(dict[str, int]):
    """Text -> number in one table, in a writing transaction; asking for a new text numbers it.

    `flush` writes the new ones, with `since` where the table has it.
    """

    def __init__(self, connection: Connection, column: Column[str], flow: str = "") -> None:
        super().__init__()
        self._connection, self._table = connection, column.table.name
        self._text = column.name
        self._scope = {"flow": flow} if flow else {}
        where = "WHERE flow = ? " if flow else ""
        sql = f'SELECT {self._text} FROM "{self._table}" {where}ORDER BY id'  # noqa: S608
        found = run(connection, sql, tuple(self._scope.values())).scalars()
        self.update((text, number) for number, text in enumerate(found))
        self._written = len(self)

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number

    def flush(self, since: int | None = None) -> None:
        """Write what is new."""
        new = list(self.items())[self._written :]
        self._written = len(self)
        if not new:
            return
        dated = {} if since is None else {"since": since}
        columns = ("id", self._text, *self._scope, *dated)
        more = (*self._scope.values(), *dated.values())
        insert(
            self._connection, self._table, columns, [(number, text, *more) for text, number in new]
        )


class AttributeNumbers(dict[Attributes, int]):
    """Attribute set -> number, over the numbers of their texts."""

    def __init__(self, texts: Numbers) -> None:
        super().__init__()
        self._texts = texts

    def __missing__(self, values: Attributes) -> int:
        number = self[values] = self._texts[write_attributes(values)]
        return number


class Interned:
    """All numbers that rows of one dataflow use."""

    def __init__(self, connection: Connection, flow: str) -> None:
        self.points = Numbers(connection, point.c.code, flow)
        self._sets = Numbers(connection, attribute_set.c.content, flow)
        self.attributes = AttributeNumbers(self._sets)
        self.headings = Numbers(connection, heading.c.text)
        self.agreements = Numbers(connection, agreement.c.ref)

    def flush(self, since: int) -> None:
        """Write what a release valid from `since` was the first to use."""
        self.points.flush(since)
        self._sets.flush(since)
        self.headings.flush()
        self.agreements.flush()

    def attribute_texts(self) -> list[str]:
        """Attribute sets as the store keeps them, by number."""
        return list(self._sets)


def write_attributes(values: Attributes) -> str:
    """An attribute set as the store keeps it."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def read_attributes(content: str) -> Attributes:
    """The reverse."""
    return tuple(json.loads(content))


class Known:
    """What a process has read of a numbered table; it asks only for what came after.

    `since` restricts to what releases visible at an instant use; that part never changes.
    """

    def __init__(self, column: Column[str], read: Callable[[str], Any] = str) -> None:
        self._sql = (
            f'SELECT {column.name} FROM "{column.table.name}" '  # noqa: S608
            "WHERE flow = ? AND id >= ? AND since <= ? ORDER BY id"
        )
        self._read = read
        #: By flow: the instant up to which all is known, and what is known.
        self._known: dict[str, tuple[int, Sequence[Any]]] = {}

    def of(
        self, flow: str, instant: int, rows: Callable[[str, tuple[Any, ...]], Any]
    ) -> Sequence[Any]:
        """At least what releases of a flow up to an instant use, by number."""
        until, known = self._known.get(flow, (None, ()))
        if until is None or until < instant:
            fresh = [self._read(row[0]) for row in rows(self._sql, (flow, len(known), instant))]
            # Replaced, not extended: an answer under way keeps the list it began with.
            known = (*known, *fresh)
            self._known[flow] = instant, known
        return known
