"""Writing releases inside one transaction: what a publish does to the store."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlmodel import Session

from api.model.instant import FOREVER, to_micros
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.release import Changes, Draft, Figure, Release
from api.store.announcements import withdraw_with
from api.store.catalogue import ReleaseRow
from api.store.current import Current
from api.store.engine import run
from api.store.figures import figures, public
from api.store.incoming import Incoming, incoming
from api.store.interning import Interned
from api.store.load import Load
from api.store.pending import Differences, forget, keep, kept, take_back
from api.store.schedule import Overtaken, PastInstant, Schedule
from api.store.series import create_missing_indexes, lacks_indexes
from api.store.stamp import Stamped, last_id, stamp

__all__ = ["Overtaken", "PastInstant", "Writer"]

#: How long the changes of a release are kept after its instant, should the clock be set back.
_KEPT = timedelta(days=1)


@dataclass(slots=True)
class _Counted:
    """Series on their way, their observations counted."""

    series: Iterator[Incoming]
    observations: int = 0

    def __iter__(self) -> Iterator[Incoming]:
        for one in self.series:
            self.observations += len(one.observations)
            yield one


class Writer:
    """Releases drafts, withdraws releases; all of it in the transaction it was given.

    The transaction must already be the only one that writes: the clock is read now. `notice` is
    how long before its instant a release must be written for every reader to know of it.
    With `first_load` releases may be valid from past instants: no reader can have asked before
    what changed since.
    """

    def __init__(
        self,
        connection: Connection,
        registry: Registry,
        clock: Callable[[], datetime],
        notice: timedelta,
        *,
        first_load: bool = False,
    ) -> None:
        self._connection, self._registry = connection, registry
        self._clock, self._notice, self._first_load = clock, notice, first_load
        self._recorded = clock()
        self._schedule = Schedule(connection, to_micros(self._recorded))
        self._written: list[Stamped] = []
        self._withdrawn: list[ReleaseRow] = []
        self._moved = False

    def release(self, draft: Draft, valid_from: datetime | None) -> Release:
        """Write a draft, valid from an instant after the visible releases of its dataflow.

        None: from the instant it is written, which is the only way to say "now" that is not past
        by the time the store has its turn.
        """
        instant = self._schedule.instant(draft.dataflow, valid_from, first_load=self._first_load)
        self._forget_old()
        ahead = self._schedule.ahead(draft.dataflow, instant + 1)
        if ahead:
            take_back(self._connection, draft.dataflow, instant + 1)
        with Session(self._connection, join_transaction_mode="create_savepoint") as session:
            row = self._schedule.row(draft, instant)
            session.add(row)
            session.flush()
            interned = Interned(self._connection, row.dataflow)
            self._write(draft, row, interned)
            session.add(row)
            session.commit()
            session.refresh(row)
        self._apply(ahead, interned)
        return row.value()

    def _write(self, draft: Draft, row: ReleaseRow, interned: Interned) -> None:
        """Write the release's rows; with an instant to come, keep its changes first."""
        structure = self._registry.structure(draft.dataflow)
        number = interned.agreements[row.agreement]
        first = not self._schedule.has_earlier(row)
        instants = [] if first else [row.valid_from]
        if row.kept and self._schedule.has_pending_before(row):
            instants.append(to_micros(self._recorded))
        states = [Current(self._connection, structure, number, one) for one in instants]
        counted = _Counted(incoming(draft, states, list(interned.points)))
        series = iter(counted)
        if row.kept:
            keep(self._connection, row.id or 0, Differences(states, interned).of(series))
            series = kept(self._connection, row.id or 0)
        before = last_id(self._connection, draft.dataflow)
        load = Load(self._connection, structure, number, row.valid_from, first=first)
        changes = load.write(row.id or 0, series, interned)
        row.inserted, row.changed, row.deleted = changes[:3]
        row.unchanged = counted.observations - changes.inserted - changes.changed
        self._written.append(Stamped(row, before, load.closed))

    def _apply(self, rows: list[ReleaseRow], interned: Interned) -> None:
        """Make pending releases into rows again, in order, after what now comes before them."""
        for row in rows:
            structure = self._registry.structure(Ref.parse(row.dataflow))
            number = interned.agreements[row.agreement]
            load = Load(self._connection, structure, number, row.valid_from, first=False)
            changes = load.write(row.id or 0, kept(self._connection, row.id or 0), interned)
            said = row.inserted + row.changed + row.unchanged
            counts = (*changes[:3], said - changes.inserted - changes.changed, row.id)
            run(
                self._connection,
                'UPDATE "release" SET inserted = ?, changed = ?, deleted = ?, unchanged = ? '
                "WHERE id = ?",
                counts,
            )

    def withdraw(self, release: int, reason: str) -> Release:
        """Take a release back that is not visible yet. PastInstant if it is, or is none."""
        row = self._schedule.pending_row(release)
        flow = Ref.parse(row.dataflow)
        take_back(self._connection, flow, row.valid_from)
        forget(self._connection, release)
        run(
            self._connection,
            'UPDATE "release" SET kept = ?, withdrawn = ?, withdrawn_reason = ? WHERE id = ?',
            (False, to_micros(self._recorded), reason, release),
        )
        withdraw_with(self._connection, release, to_micros(self._recorded))
        ahead = self._schedule.ahead(flow, row.valid_from)
        self._apply(ahead, Interned(self._connection, row.dataflow))
        self._withdrawn.append(row)
        return row.value()

    def preview(self, draft: Draft, valid_from: datetime | None = None) -> Changes:
        """What a draft would change; nothing is kept."""
        savepoint, written = self._connection.begin_nested(), len(self._written)
        try:
            return self.release(draft, valid_from).changes
        finally:
            savepoint.rollback()
            del self._written[written:]

    def current(self, dataflow: Ref, keys: Collection[tuple[str, ...]]) -> Iterator[Figure]:
        """The published figures of these series, of every agreement."""
        structure = self._registry.structure(dataflow)
        instant = to_micros(self._recorded)
        yield from figures(lambda *said: run(self._connection, *said), structure, keys, instant)

    def public(self, dataflow: Ref) -> Iterator[Figure]:
        """Every figure ever released in a dataflow, pending ones too, with its status.

        Old before new. Pending ones count: what will be public can be subtracted then.
        """
        structure = self._registry.structure(dataflow)
        yield from public(lambda *said: run(self._connection, *said), structure, FOREVER)

    @property
    def releases(self) -> tuple[Release, ...]:
        """What was written so far; the instants are final once `finish` is through."""
        return tuple(one.row.value() for one in self._written)

    @property
    def has_moved(self) -> bool:
        """Whether a release was given a later instant than the one it was written for."""
        return self._moved

    def is_empty(self) -> bool:
        """Whether nothing was ever released."""
        return run(self._connection, 'SELECT COUNT(*) FROM "release"').scalar() == 0

    def finish(self) -> None:
        """Indexes, the instants of what is valid from now, and a new edition of the catalogue.

        Raises Overtaken if a pending release became visible that this one should have come before.
        """
        flows = [
            self._registry.structure(Ref.parse(flow))
            for flow in dict.fromkeys(one.row.dataflow for one in self._written)
        ]
        now = self._clock()
        if any(lacks_indexes(self._connection, flow) for flow in flows):
            # Building them takes no longer than the writing did, and must not be done twice.
            self._settle(now, now - self._recorded)
        for flow in flows:
            create_missing_indexes(self._connection, flow)
        self._settle(self._clock(), timedelta(0))
        run(self._connection, 'UPDATE "edition" SET number = number + 1')

    def _settle(self, now: datetime, more: timedelta) -> None:
        """Move what would be valid before readers can know of it to an instant ahead."""
        if self._first_load:
            return
        if now == self._recorded:  # no time has passed
            self._schedule.refuse_visible(self._withdrawn, to_micros(now))
            return
        self._schedule.refuse_visible(self._withdrawn, to_micros(now + self._notice))
        for one in self._written:
            if one.row.valid_from < to_micros(now + self._notice / 2):
                instant = to_micros(now + self._notice + more)
                self._schedule.refuse_overtaken(one.row, instant)
                stamp(self._connection, one, instant)
                self._moved = True

    def _forget_old(self) -> None:
        limit = to_micros(self._recorded - _KEPT)
        sql = 'SELECT id FROM "release" WHERE kept AND valid_from < ?'
        for (release,) in run(self._connection, sql, (limit,)).all():
            forget(self._connection, release)
            run(self._connection, 'UPDATE "release" SET kept = ? WHERE id = ?', (False, release))
