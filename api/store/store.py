"""The store as the use cases see it: releases in, selections out."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import chain

from sqlmodel import Session

from api.model.artefact import Component
from api.model.availability import Availability
from api.model.instant import FOREVER, to_micros
from api.model.lineage import Lineage
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.release import Changes, Draft, Figure, Release, Withdrawal, instant_of
from api.model.report import MapUse
from api.model.revision import Revision
from api.model.selection import Part, Selection
from api.store.announcements import Announcements
from api.store.archive import Archive
from api.store.available import Available, look_into
from api.store.engine import Database, connect
from api.store.faults import faults
from api.store.figures import figures, public
from api.store.map_uses import uses_of
from api.store.prepare import prepare
from api.store.revise import Revisions
from api.store.schedule import let_pass, withdrawals
from api.store.select import Tables, data_sets
from api.store.selected import Selected
from api.store.trace import Trace
from api.store.watch import Watch
from api.store.window import inside
from api.store.writer import Overtaken, Writer

#: What is told how to end a query that is under way.
_Told = Callable[[Callable[[], None]], None]

#: How often a release is written anew because a pending one became visible meanwhile.
_ATTEMPTS = 3


class Store:
    """Releases and their observations, in SQLite or PostgreSQL."""

    def __init__(
        self,
        url: str,
        registry: Registry,
        clock: Callable[[], datetime],
        *,
        patience: float = 30.0,
    ) -> None:
        """`patience`: seconds a publish waits for another one that is under way."""
        self._database: Database = connect(url, patience)
        self._registry = registry
        self._clock = clock
        self._tables = Tables()
        self._archive = Archive(self._database, clock)
        self._watch = Watch(self._database)
        self.announcements = Announcements(self._database, self._watch, clock)

    def prepare(self) -> None:
        """Create what is not there: the catalogue, and a series table a dataflow.

        An older catalogue is upgraded; Unavailable for a newer one.
        """
        prepare(self._database, self._registry)

    def reach(self) -> None:
        """Raise Unavailable if the store cannot be read at this moment, whatever is known of it."""
        with faults(), self._database.reading() as reader:
            reader.edition()

    def close(self) -> None:
        """Give all connections back."""
        self._watch.close()
        self._database.close()

    # ---- releases -------------------------------------------------------------------------------

    def releases(self) -> tuple[Release, ...]:
        """All releases, pending ones too, in order of the instant they are valid from."""
        return self._watch.listed().all

    def visible(self, flows: Iterable[Ref] | None = None) -> tuple[Release, ...]:
        """Releases that are valid by now, of these dataflows or of all."""
        return self._watch.listed().visible(self._clock(), flows)

    def mark(self) -> tuple[int, int] | None:
        """Equal as long as the same releases are visible; None if the database had to be asked."""
        listed = self._watch.at_hand()
        return listed.mark(self._clock()) if listed is not None else None

    def pending(self) -> tuple[Release, ...]:
        """Releases whose instant is still to come, the next one first."""
        now = self._clock()
        return tuple(one for one in self.releases() if one.valid_from > now)

    def preview(self, draft: Draft, valid_from: datetime | None = None) -> Changes:
        """What a draft would change; nothing is kept."""
        with self._writing(keep=False) as writer:
            return writer.preview(draft, valid_from)

    def release(self, draft: Draft, valid_from: datetime | None) -> Release:
        """Write one draft in one transaction, valid from an instant after those of its flow.

        None: from the instant it is written. An instant in the future keeps it invisible until
        then, while other releases may come before it. Returns when a release that is valid from
        now is visible to all. Raises PastInstant.
        """
        for attempt in range(_ATTEMPTS):
            try:
                with self._writing() as writer:
                    writer.release(draft, valid_from)
                (written,) = writer.releases
                break
            except Overtaken:
                if attempt == _ATTEMPTS - 1 or not isinstance(draft.observations, Sequence):
                    raise
        if writer.has_moved:
            let_pass(written.valid_from, self._clock, self._database.notice)
        return written

    def withdraw(self, release: int, reason: str = "") -> Release:
        """Take a pending release back, as if it had never been. PastInstant if it is visible."""
        with self._writing() as writer:
            return writer.withdraw(release, reason)

    def withdrawn(self) -> tuple[Withdrawal, ...]:
        """Releases that were taken back, the last one first."""
        with faults(), Session(self._database.engine) as session:
            return withdrawals(session)

    def current(self, dataflow: Ref, keys: Collection[tuple[str, ...]]) -> list[Figure]:
        """The published figures of these series, of every agreement."""
        structure, instant = self._registry.structure(dataflow), to_micros(self._clock())
        with faults(), self._database.reading(newest=True) as reader:
            return list(figures(reader.rows, structure, keys, instant))

    def public(self, dataflow: Ref) -> list[Figure]:
        """Every figure ever released in a dataflow, pending ones too, with its status."""
        with faults(), self._database.reading(newest=True) as reader:
            return list(public(reader.rows, self._registry.structure(dataflow), FOREVER))

    @contextmanager
    def first_load(self) -> Iterator[Writer | None]:
        """One transaction for the first releases of an empty store, all of them or none.

        None if the store is not empty (any more: another process may have been first).
        """
        with self._writing(first_load=True) as writer:
            yield writer if writer.is_empty() else None

    @contextmanager
    def _writing(self, *, keep: bool = True, first_load: bool = False) -> Iterator[Writer]:
        notice = self._database.notice
        with faults(), self._database.writing() as transaction:
            writer = Writer(
                transaction.connection, self._registry, self._clock, notice, first_load=first_load
            )
            yield writer
            if keep:
                writer.finish()
                transaction.commit()
                self._watch.forget()

    # ---- definitions ----------------------------------------------------------------------------

    def keep_definitions(self, fingerprint: str, content: bytes) -> None:
        """Keep resolved definitions, whole, under their hash; once is enough."""
        self._archive.keep(fingerprint, content)

    def definitions_since(self, fingerprint: str) -> datetime | None:
        """When the store first met these definitions; None if it never did."""
        return self._archive.since(fingerprint)

    def definitions_history(self) -> list[tuple[datetime, str]]:
        """Since when which definitions were in force, oldest first, by hash.

        That is from the start that first met them; for a first load, from its releases on, too.
        """
        return self._archive.history(self.visible())

    def definitions(self, fingerprint: str) -> bytes | None:
        """The resolved definitions of a release."""
        return self._archive.content(fingerprint)

    def now(self) -> datetime:
        """The instant by which the store decides what is visible."""
        return self._clock()

    def map_uses(self, release: int) -> tuple[MapUse, ...]:
        """What became of a release's figures in maps; no persons where some are withheld."""
        with faults(), self._database.reading() as reader:
            return uses_of(release, reader)

    # ---- reading --------------------------------------------------------------------------------

    def select(self, selection: Selection, stoppable: _Told | None = None) -> Selected | None:
        """Run a selection; None if nothing matches. The caller closes what it gets.

        `stoppable` is told, before anything is read, what ends the query from another thread.
        """
        listed, now = self._watch.listed(), self._clock()
        reader = self._database.open_reader(listed.edition)

        def instants(part: Part) -> Sequence[int]:
            return listed.instants(part.structure.dataflow.ref, now)

        try:
            if stoppable:
                stoppable(reader.stop)
            with faults():
                read = partial(data_sets, reader=reader, tables=self._tables, instants=instants)
                parts, found = inside(selection, read)
                first = next(found, None)
        except BaseException:
            reader.close()
            raise
        if first is None:
            reader.close()
            return None
        return Selected(parts, chain((first,), found), reader)

    def available(
        self, part: Part, as_of: datetime | None = None, *, selectable: bool = False
    ) -> Availability:
        """Codes in use under a part of a selection, or still selectable in it."""
        with self._available(part, as_of) as found:
            return found.selectable() if selectable else found.exact()

    def values(self, part: Part, component: Component) -> Sequence[str]:
        """Values in what a part finds: of a measure the least and the greatest, of others all."""
        with self._available(part, part.as_of) as found:
            return found.values(component)

    def agreements(self, part: Part) -> set[str]:
        """References of the agreements whose figures a part of a selection finds."""
        with self._available(part, part.as_of) as found:
            return found.agreements()

    @contextmanager
    def _available(self, part: Part, as_of: datetime | None) -> Iterator[Available]:
        listed, until = self._watch.listed(), self._until(as_of)
        with faults(), self._database.reading(listed.edition) as reader:
            yield look_into(part, reader, self._tables, listed, until)

    def lineage(
        self,
        agreement: Ref | None,
        dataflow: Ref,
        key: tuple[str, ...],
        period: str,
        as_of: datetime | None = None,
    ) -> Lineage | None:
        """Where a figure came from: an agreement's, or the one the default data set takes.

        `key` has a code for each of `Structure.dimensions`. None if there is no such observation.
        """
        listed = self._watch.listed()
        instants = listed.instants(dataflow, self._until(as_of))
        if not instants:
            return None
        releases = {one.id: one for one in self.visible([dataflow])}
        with faults(), self._database.reading(listed.edition) as reader:
            found = Trace(self._registry.structure(dataflow), reader, self._tables, instants[-1])
            return found.of(key, period, agreement, releases)

    def revisions(
        self,
        dataflow: Ref,
        since: Release | datetime,
        until: Release | datetime | None = None,
        agreement: Ref | None = None,
    ) -> Iterator[Revision]:
        """What the visible releases after `since` changed, up to and with `until`.

        Of the default data set or an agreement; by instant, key, time. Lazy: close it or read on.
        """
        start, end = instant_of(since), self._until(instant_of(until) if until else None)
        releases = [one for one in self.visible([dataflow]) if start < one.valid_from <= end]
        if releases:
            structure = self._registry.structure(dataflow)
            with faults(), self._database.reading(self._watch.listed().edition) as reader:
                found = Revisions(structure, agreement, reader, self._tables)
                yield from found.since(to_micros(start), releases)

    def _until(self, as_of: datetime | None) -> datetime:
        """An instant asked for, but never one to come."""
        now = self._clock()
        return now if as_of is None else min(as_of, now)
