"""Announcing coming releases, which is an act of its own: a pending release announces nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from api.model.announcement import Announcement
from api.model.instant import to_micros, told
from api.model.ref import Ref
from api.store.engine import Database, run
from api.store.faults import faults
from api.store.schedule import PastInstant, Schedule
from api.store.watch import ANNOUNCED, Watch, announcement


class Announcements:
    """What was announced; every process knows of it as soon as of a release."""

    def __init__(self, database: Database, watch: Watch, clock: Callable[[], datetime]) -> None:
        self._database, self._watch, self._clock = database, watch, clock

    def all(self) -> tuple[Announcement, ...]:
        """Everything ever announced, oldest first."""
        return self._watch.listed().announced

    def coming(self) -> tuple[Announcement, ...]:
        """What stands and is still to come, the next one first."""
        now = self._clock()
        found = (one for one in self.all() if one.is_coming(now))
        return tuple(sorted(found, key=lambda one: one.instant))

    def announce(self, agreement: Ref, dataflow: Ref, instant: datetime) -> Announcement:
        """Announce figures for an instant, whether they are in the store yet or not.

        PastInstant unless it is to come. What is announced already stays as it is.
        """
        with self._writing() as (connection, now):
            if instant <= now:
                raise PastInstant(f"{told(instant)} is past; announced is what is to come")
            values = (str(agreement), str(dataflow), to_micros(instant), to_micros(now), None)
            return _written(connection, values)

    def announce_release(self, release: int) -> Announcement:
        """Announce a pending release for its instant; it is withdrawn together with it.

        PastInstant if there is none of this number, or readers see it already.
        """
        with self._writing() as (connection, now):
            row = Schedule(connection, to_micros(now)).pending_row(release)
            values = (row.agreement, row.dataflow, row.valid_from, to_micros(now), release)
            return _written(connection, values)

    def withdraw(self, number: int) -> Announcement:
        """Take an announcement back; PastInstant if it is none that stands and is to come."""
        with self._writing() as (connection, now):
            found = _where(connection, "id = ?", number)
            if found is None or not found.is_coming(now):
                raise PastInstant(f"there is no announcement {number} of a release to come")
            sql = 'UPDATE "announcement" SET withdrawn = ? WHERE id = ?'
            run(connection, sql, (to_micros(now), number))
            return found

    @contextmanager
    def _writing(self) -> Iterator[tuple[Connection, datetime]]:
        """The transaction that writes, and now; a new edition tells the other processes."""
        with faults(), self._database.writing() as transaction:
            yield transaction.connection, self._clock()
            run(transaction.connection, 'UPDATE "edition" SET number = number + 1')
            transaction.commit()
        self._watch.forget()


def withdraw_with(connection: Connection, release: int, instant: int) -> None:
    """Take back what announced a release that is being withdrawn."""
    sql = 'UPDATE "announcement" SET withdrawn = ? WHERE release = ? AND withdrawn IS NULL'
    run(connection, sql, (instant, release))


def _written(connection: Connection, values: tuple[Any, ...]) -> Announcement:
    """The announcement of these values: the one that stands, or a new one."""
    same = "agreement = ? AND dataflow = ? AND instant = ? AND withdrawn IS NULL"
    if known := _where(connection, same, *values[:3]):
        return known
    sql = (
        'INSERT INTO "announcement" (agreement, dataflow, instant, recorded, release) '
        "VALUES (?, ?, ?, ?, ?) RETURNING id"
    )
    (id,) = run(connection, sql, values).one()
    return announcement((id, *values[:4], None))


def _where(connection: Connection, condition: str, *values: Any) -> Announcement | None:
    found = run(connection, f"{ANNOUNCED} WHERE {condition}", values).first()
    return announcement(tuple(found)) if found else None
