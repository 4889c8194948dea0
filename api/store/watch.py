"""The list of releases, kept by each process and read again only when it changed.

A request must not ask the database what was released, and yet see a publish of another process
within a second. SQLite tells cheaply whether another connection wrote; PostgreSQL is asked for one
number, now and then, by the thread that happens to come by.
"""

import time
from bisect import bisect_right
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy.pool import PoolProxiedConnection

from api.errors import Unavailable
from api.model.instant import from_micros, to_micros
from api.model.ref import Ref
from api.model.release import Changes, Release
from api.store.engine import Database
from api.store.faults import faults

_COLUMNS = (
    "id, agreement, dataflow, valid_from, recorded, file, sha256, definitions, "
    "inserted, changed, deleted, unchanged, reason, released_by"
)
_RELEASES = (
    f'SELECT {_COLUMNS} FROM "release" WHERE withdrawn IS NULL '  # noqa: S608
    "ORDER BY valid_from, id"
)


class Listed:
    """Releases in order of the instant they are valid from, then of writing."""

    def __init__(self, edition: int, releases: Iterable[Release]) -> None:
        self.edition = edition
        self.all = tuple(releases)
        self._instants = [one.valid_from for one in self.all]
        self._by_flow: dict[Ref, list[Release]] = {}
        for one in self.all:
            self._by_flow.setdefault(one.dataflow, []).append(one)

    def instants(self, flow: Ref, now: datetime) -> list[int]:
        """Those of a dataflow's releases that are visible by an instant, each once, in order."""
        found = dict.fromkeys(
            one.valid_from for one in self._by_flow.get(flow, ()) if one.valid_from <= now
        )
        return [to_micros(one) for one in found]

    def visible(self, now: datetime, flows: Iterable[Ref] | None) -> tuple[Release, ...]:
        """Those that are valid by an instant, of these dataflows or of all."""
        visible = self.all[: bisect_right(self._instants, now)]
        if flows is None:
            return visible
        wanted = set(flows)
        return tuple(one for one in visible if one.dataflow in wanted)


class Watch:
    """The releases of a store as this process knows them."""

    def __init__(self, database: Database, timer: Callable[[], float] = time.monotonic) -> None:
        self._database, self._timer = database, timer
        self._lock = Lock()
        self._known: Listed | None = None
        #: PostgreSQL: when it was asked last.
        self._asked = 0.0
        #: SQLite: a connection that never writes; its mark changes when any other one did.
        self._witness: PoolProxiedConnection | None = None
        self._mark: int | None = None

    def listed(self) -> Listed:
        """The releases. Unavailable if the store is away and nothing is known yet."""
        if self._database.poll is None:
            with self._lock:
                return self._by_mark()
        known = self._known
        if known is None:
            with self._lock:
                return self._known or self._polled()
        if self._timer() - self._asked < self._database.poll:
            return known
        if not self._lock.acquire(blocking=False):
            return known  # another thread is asking
        try:
            return self._polled()
        except Unavailable:
            # Nobody publishes into a store that is away: what is known goes on being true.
            return known
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Ask again at the next occasion: this process has written."""
        self._known = self._mark = None

    def close(self) -> None:
        """Give the connection back."""
        if self._witness is not None:
            self._witness.close()
        self._witness = None

    def _by_mark(self) -> Listed:
        try:
            with faults():
                if self._witness is None:
                    self._witness = self._database.engine.raw_connection()
                    self._witness.detach()  # none of the pool's: it is kept
                cursor = self._witness.cursor()
                cursor.execute("PRAGMA data_version")
                (mark,) = cursor.fetchone()  # type: ignore[misc]
                cursor.close()
        except Unavailable:
            self.close()
            raise
        if self._known is None or mark != self._mark:
            # The mark is older than what is read: a write in between is noticed next time.
            self._known, self._mark = self._read(), mark
        return self._known

    def _polled(self) -> Listed:
        self._asked = self._timer()
        self._known = known = self._read()
        return known

    def _read(self) -> Listed:
        """The list in the database, or the one known if it is the same edition."""
        known = self._known
        with faults(), self._database.reading() as reader:
            ((edition,),) = reader.rows('SELECT number FROM "edition"')
            if known is not None and known.edition == edition:
                return known
            return Listed(edition, (_release(row) for row in reader.rows(_RELEASES)))


def _release(row: tuple[Any, ...]) -> Release:
    id, agreement, dataflow, valid_from, recorded, file, sha256, definitions, *more = row
    *changes, reason, by = more
    return Release(
        id=id,
        agreement=Ref.parse(agreement),
        dataflow=Ref.parse(dataflow),
        valid_from=from_micros(valid_from),
        recorded=from_micros(recorded),
        file=file,
        sha256=sha256,
        definitions=definitions,
        changes=Changes(*changes),
        reason=reason,
        by=by,
    )
