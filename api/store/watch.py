"""Releases and announcements, kept by each process and read again only when they changed.

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
from api.model.announcement import Announcement
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
ANNOUNCED = 'SELECT id, agreement, dataflow, instant, recorded, withdrawn FROM "announcement"'


class Listed:
    """Releases in order of the instant they are valid from, then of writing."""

    def __init__(
        self, edition: int, releases: Iterable[Release], announced: Iterable[Announcement] = ()
    ) -> None:
        self.edition = edition
        #: Everything ever announced, oldest first.
        self.announced = tuple(announced)
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

    def mark(self, now: datetime) -> tuple[int, int]:
        """Equal as long as the same releases are visible."""
        return self.edition, bisect_right(self._instants, now)

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

    def at_hand(self) -> Listed | None:
        """The releases if that is known without waiting for the database or another thread."""
        known = self._known
        if self._database.poll is not None:
            return known if self._timer() - self._asked < self._database.poll else None
        if known is None or self._witness is None or not self._lock.acquire(blocking=False):
            return None
        try:
            return known if self._data_version() == self._mark else None
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
                mark = self._data_version()
        except Unavailable:
            self.close()
            raise
        if self._known is None or mark != self._mark:
            # The mark is older than what is read: a write in between is noticed next time.
            self._known, self._mark = self._read(), mark
        return self._known

    def _data_version(self) -> int:
        assert self._witness is not None  # noqa: S101 - the caller looked
        cursor = self._witness.cursor()
        cursor.execute("PRAGMA data_version")
        (mark,) = cursor.fetchone()  # type: ignore[misc]
        cursor.close()
        return int(mark)

    def _polled(self) -> Listed:
        self._asked = self._timer()
        self._known = known = self._read()
        return known

    def _read(self) -> Listed:
        """The list in the database, or the one known if it is the same edition.

        A host that is behind what is known does not undo it, unless the primary says the same.
        """
        found, known = self._of(newest=False), self._known
        if known is None or found.edition >= known.edition or not self._database.has_copies:
            return found
        return self._of(newest=True)

    def _of(self, *, newest: bool) -> Listed:
        known = self._known
        with faults(), self._database.reading(newest=newest) as reader:
            edition = reader.edition()
            if known is not None and known.edition == edition:
                return known
            releases = [_release(row) for row in reader.rows(_RELEASES)]
            announced = [announcement(row) for row in reader.rows(f"{ANNOUNCED} ORDER BY id")]
            return Listed(edition, releases, announced)


def announcement(row: tuple[Any, ...]) -> Announcement:
    """An announcement from a row of `ANNOUNCED`."""
    id, agreement, dataflow, instant, recorded, withdrawn = row
    return Announcement(
        id=id,
        agreement=Ref.parse(agreement),
        dataflow=Ref.parse(dataflow),
        instant=from_micros(instant),
        recorded=from_micros(recorded),
        withdrawn=None if withdrawn is None else from_micros(withdrawn),
    )


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
