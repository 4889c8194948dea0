"""Writing what a release says into the series table of its dataflow."""

from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection

from api.model.instant import FOREVER
from api.model.period import Period
from api.model.release import Changes
from api.model.structure import Structure
from api.store.current import Current, CurrentRow, Key
from api.store.engine import insert, run
from api.store.incoming import Incoming
from api.store.interning import Interned
from api.store.merge import Columns, Merger
from api.store.series import columns, table_name

#: Series read, merged and written at once.
_BATCH = 1000


class Load:
    """One release of one agreement on its way into the table."""

    def __init__(
        self,
        connection: Connection,
        structure: Structure,
        agreement: int,
        instant: int,
        *,
        first: bool,
    ) -> None:
        """With `first` nothing of the agreement is there yet, and nothing is looked for."""
        self._connection, self._agreement, self._instant = connection, agreement, instant
        self._table, self._columns = table_name(structure.dataflow.ref), columns(structure)
        self._current = None if first else Current(connection, structure, agreement, instant)
        self._new: list[tuple[object, ...]] = []
        self._over: list[CurrentRow] = []
        #: Rows closed at the instant of the release.
        self.closed: list[int] = []

    def write(self, release: int, series: Iterator[Incoming], interned: Interned) -> Changes:
        """Write the rows; return what changed, in observations."""
        merger = Merger(interned, release, Period.parse)
        totals = [0, 0, 0, 0]
        while batch := list(islice(series, _BATCH)):
            current = self._current.of([one.key for one in batch]) if self._current else {}
            for one in batch:
                row = current.get(one.key)
                merged, changes = merger.merge(row, one)
                for place, number in enumerate(changes):
                    totals[place] += number
                if any(changes[:3]):
                    self._replace(row, one.key, merged)
            self._flush()
        interned.flush(self._instant)
        return Changes(*totals)

    def _replace(self, row: CurrentRow | None, key: Key, merged: Columns | None) -> None:
        if row is not None:
            self._over.append(row)
        if merged is not None:
            self._new.append((self._agreement, *key, *merged, self._instant, FOREVER))

    def _flush(self) -> None:
        # Opened at this very instant: it was never to be seen.
        unseen = [(row.id,) for row in self._over if row.valid_from == self._instant]
        seen = [row.id for row in self._over if row.valid_from < self._instant]
        if unseen:
            run(self._connection, f'DELETE FROM "{self._table}" WHERE id = ?', unseen)  # noqa: S608
        close(self._connection, self._table, seen, self._instant)
        self.closed += seen
        if self._new:
            insert(self._connection, self._table, self._columns, self._new)
        self._over, self._new = [], []


def close(connection: Connection, table: str, ids: Sequence[int], instant: int) -> None:
    """Let rows end at an instant."""
    if ids:
        sql = f'UPDATE "{table}" SET valid_to = ? WHERE id = ?'  # noqa: S608
        run(connection, sql, [(instant, id) for id in ids])
