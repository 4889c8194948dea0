"""Writing a release: a draft against what is current, in one transaction."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, and_, delete, func, select, update

from api.model.instant import FOREVER
from api.model.release import Changes, Draft, Observation
from api.model.structure import Structure
from api.store.catalogue import ReleaseRow
from api.store.interning import numbers
from api.store.merge import Merger
from api.store.series import Packed, create_indexes, point, series_table

#: Rows written at once.
_BATCH = 500

_Key = tuple[str, ...]


@dataclass(slots=True)
class _Row:
    """A current row of the agreement."""

    id: int
    key: _Key
    valid_from: int
    packed: Packed


class Load:
    """One draft on its way into the series table of its dataflow."""

    def __init__(
        self,
        connection: Connection,
        structure: Structure,
        draft: Draft,
        instant: int,
        order: Callable[[str], object],
    ) -> None:
        self._connection, self._structure, self._draft = connection, structure, draft
        self._instant = instant
        self._table: Table = series_table(structure)
        self._flow = str(structure.dataflow.ref)
        self._new: list[dict[str, Any]] = []
        self._order = order
        ids = structure.key_ids
        self._places = [ids.index(name) for name in draft.replaced if name in ids]
        self._scope = self._replaced()
        self._deletions: dict[_Key, set[str | None]] = {}
        for key, period in draft.deletions:
            self._deletions.setdefault(key, set()).add(period)
        self._known = self._codes()

    def write(self, release: int) -> Changes:
        """Write the series rows; return what changed, in observations."""
        interned = numbers(self._connection, self._flow)
        merger = Merger(interned, release, self._order)
        merger.know(self._known)
        total = Changes(0, 0, 0, 0)
        for key, row, observations in self._pairs():
            deletes = self._deletes(key, merger)
            packed, changes = merger.merge(row.packed if row else None, observations, deletes)
            if changes.inserted or changes.changed or changes.deleted:
                self._close(row)
                if packed:
                    self._open(key, packed)
            total = Changes(*(a + b for a, b in zip(total, changes, strict=True)))
        self._flush()
        for one in interned:
            one.flush()
        return total

    def _codes(self) -> list[str]:
        rows = self._connection.execute(
            select(point.c.code).where(point.c.flow == self._flow).order_by(point.c.id)
        )
        return list(rows.scalars())

    def _pairs(self) -> Iterator[tuple[_Key, _Row | None, list[Observation]]]:
        """Join the current rows and the draft's series, both in key order."""
        current = self._current()
        row = next(current, None)
        for key, group in groupby(self._draft.observations, key=lambda one: one.key):
            while row and row.key < key:
                yield row.key, row, []
                row = next(current, None)
            if row and row.key == key:
                yield key, row, list(group)
                row = next(current, None)
            else:
                yield key, None, list(group)
        while row:
            yield row.key, row, []
            row = next(current, None)

    def _current(self) -> Iterator[_Row]:
        """Current rows of the agreement in key order; all are read before any is written."""
        table, ids = self._table, self._structure.key_ids
        rows = self._connection.execute(
            select(table)
            .where(table.c.agreement == str(self._draft.agreement), table.c.valid_to == FOREVER)
            .order_by(*(table.c[name] for name in ids))
        ).all()
        for row in rows:
            entry = row._mapping
            packed = Packed.read(*(entry[name] for name in "tvasl"))
            yield _Row(entry["id"], tuple(entry[i] for i in ids), entry["valid_from"], packed)

    def _deletes(self, key: _Key, merger: Merger) -> Callable[[int], bool]:
        """Which periods of a current series go although the draft does not hold them."""
        explicit = self._deletions.get(key, set())
        if None in explicit:
            return lambda _number: True
        gone = {merger.point(period) for period in explicit if period}
        if self._scope is None:
            return gone.__contains__
        scope, place = self._scope, tuple(key[number] for number in self._places)

        def replaced(number: int) -> bool:
            return number in gone or (place, self._period_in_scope(number)) in scope

        return replaced

    def _period_in_scope(self, number: int) -> str:
        return self._known[number] if "TIME_PERIOD" in self._draft.replaced else ""

    def _replaced(self) -> set[tuple[_Key, str]] | None:
        """The values the draft has of the components it replaces; None for a merge."""
        if self._draft.scope == "merge":
            return None
        timed = "TIME_PERIOD" in self._draft.replaced
        return {
            (tuple(one.key[place] for place in self._places), one.period if timed else "")
            for one in self._draft.observations
        }

    def _close(self, row: _Row | None) -> None:
        if row is None:
            return
        table = self._table
        if row.valid_from == self._instant:
            # Opened at this very instant: it was never to be seen.
            self._connection.execute(delete(table).where(table.c.id == row.id))
            return
        self._connection.execute(
            update(table).where(and_(table.c.id == row.id)).values(valid_to=self._instant)
        )

    def _open(self, key: _Key, packed: Packed) -> None:
        columns = dict(zip("ntvasl", packed.columns(), strict=True))
        keys = dict(zip(self._structure.key_ids, key, strict=True))
        self._new.append(
            {
                **columns,
                **keys,
                "agreement": str(self._draft.agreement),
                "valid_from": self._instant,
                "valid_to": FOREVER,
            }
        )
        if len(self._new) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._new:
            self._connection.execute(self._table.insert(), self._new)
            self._new = []


def create_missing_indexes(connection: Connection, structure: Structure) -> None:
    """Create the indexes that the codes now in a table call for, and gather statistics."""
    table, ids = series_table(structure), structure.key_ids
    varying = [name for name in ids if _varies(connection, table, name)]
    # The first one also serves reading in key order, so it is there in any case.
    for index in create_indexes(table, ids, {ids[0], *varying}):
        index.create(connection, checkfirst=True)
        table.indexes.discard(index)
    connection.exec_driver_sql(f'ANALYZE "{table.name}"')


def _varies(connection: Connection, table: Table, name: str) -> bool:
    lowest_and_highest = select(func.min(table.c[name]), func.max(table.c[name]))
    lowest, highest = connection.execute(lowest_and_highest).one()
    return bool(lowest != highest)


def release_row(draft: Draft, instant: int, recorded: int) -> ReleaseRow:
    """The catalogue's row of a draft, before its changes are known."""
    findings = [asdict(finding) for finding in draft.report.findings]
    return ReleaseRow(
        agreement=str(draft.agreement),
        dataflow=str(draft.dataflow),
        valid_from=instant,
        recorded=recorded,
        file=draft.file,
        sha256=draft.sha256,
        definitions=draft.definitions,
        inserted=0,
        changed=0,
        deleted=0,
        unchanged=0,
        reason=draft.reason,
        report=json.dumps(findings, ensure_ascii=False),
    )
