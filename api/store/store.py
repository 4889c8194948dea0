"""The store as the use cases see it: releases in, selections out."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import Connection, func, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col, select

from api.errors import Unavailable
from api.model.availability import Availability
from api.model.dataset import DataSet
from api.model.instant import from_micros, to_micros
from api.model.period import Period
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.release import Changes, Draft, Release
from api.model.selection import Part, Selection
from api.store.available import Available
from api.store.catalogue import DefinitionsRow, ReleaseRow
from api.store.engine import Database, Reader, connect
from api.store.load import Load, create_missing_indexes, release_row
from api.store.select import Tables, data_sets
from api.store.series import metadata, series_table
from api.store.window import windowed

#: Key of the lock that lets one publish at a time through (PostgreSQL; SQLite has one writer).
_PUBLISH_LOCK = 0x494C4D53


class PastInstant(Exception):
    """A release was to be valid from an instant that readers have already been told about."""


class Selected:
    """The data sets of an answer, and the snapshot they are read from."""

    def __init__(self, data_sets: Iterator[DataSet], reader: Reader) -> None:
        self.data_sets = data_sets
        self._reader = reader

    def close(self) -> None:
        """Give the connection and its cursor back, read to the end or not."""
        self._reader.close()


class Store:
    """Releases and their observations, in SQLite or PostgreSQL."""

    def __init__(self, url: str, registry: Registry, clock: Callable[[], datetime]) -> None:
        self._database: Database = connect(url)
        self._registry = registry
        self._clock = clock
        self._tables = Tables()
        self._known: tuple[Any, tuple[Release, ...]] | None = None

    def prepare(self) -> None:
        """Create what is not there: the catalogue, and a series table a dataflow."""
        with self._faults(), self._database.engine.begin() as connection:
            SQLModel.metadata.create_all(connection)
            for flow in self._registry.of_kind("dataflow"):
                series_table(self._registry.structure(flow.ref))
            present = set(inspect(connection).get_table_names())
            missing = [one for one in metadata.sorted_tables if one.name not in present]
            metadata.create_all(connection, tables=missing)

    def close(self) -> None:
        """Give all connections back."""
        self._database.engine.dispose()

    # ---- releases -------------------------------------------------------------------------------

    def releases(self) -> tuple[Release, ...]:
        """All releases written, in order of the instant they are valid from, then of writing."""
        with self._faults(), self._database.engine.connect() as connection:
            mark = connection.execute(
                select(func.count(), func.max(ReleaseRow.id)).select_from(ReleaseRow)
            ).one()
            if self._known is None or self._known[0] != tuple(mark):
                with Session(connection) as session:
                    order = (col(ReleaseRow.valid_from), col(ReleaseRow.id))
                    rows = session.exec(select(ReleaseRow).order_by(*order)).all()
                    self._known = tuple(mark), tuple(row.value() for row in rows)
        return self._known[1]

    def visible(self, flows: Iterable[Ref] | None = None) -> tuple[Release, ...]:
        """Releases that are valid by now, of these dataflows or of all."""
        now, wanted = self._clock(), None if flows is None else set(flows)
        return tuple(
            one
            for one in self.releases()
            if one.valid_from <= now and (wanted is None or one.dataflow in wanted)
        )

    def preview(self, draft: Draft, instant: datetime) -> Changes:
        """What a draft would change; nothing is kept."""
        with self._faults(), self._database.engine.connect() as connection:
            transaction = connection.begin()
            try:
                return self._write(connection, draft, instant, instant).changes
            finally:
                transaction.rollback()

    def release(self, draft: Draft, valid_from: datetime) -> Release:
        """Write one draft in one transaction, valid from an instant after those of its flow."""
        return self.release_all([(draft, valid_from)])[0]

    def release_all(
        self, drafts: Iterable[tuple[Draft, datetime]], *, first_load: bool = False
    ) -> list[Release]:
        """Write drafts in order, all or none.

        Only the first load of an empty store may be valid from past instants: no reader can have
        asked for what changed since.
        """
        recorded = self._clock()
        with self._faults(), self._database.engine.begin() as connection:
            self._one_at_a_time(connection)
            written = []
            for draft, instant in drafts:
                if not first_load:
                    self._refuse_past(connection, draft.dataflow, instant, recorded)
                written.append(self._write(connection, draft, instant, recorded))
            for flow in dict.fromkeys(one.dataflow for one in written):
                create_missing_indexes(connection, self._registry.structure(flow))
        return written

    def _write(
        self, connection: Connection, draft: Draft, instant: datetime, recorded: datetime
    ) -> Release:
        row = release_row(draft, to_micros(instant), to_micros(recorded))
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            session.add(row)
            session.flush()
            structure = self._registry.structure(draft.dataflow)
            changes = Load(connection, structure, draft, row.valid_from, Period.parse).write(
                row.id or 0
            )
            row.inserted, row.changed, row.deleted, row.unchanged = changes
            session.add(row)
            session.commit()
            session.refresh(row)
            return row.value()

    def _one_at_a_time(self, connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PUBLISH_LOCK})

    def _refuse_past(
        self, connection: Connection, flow: Ref, instant: datetime, now: datetime
    ) -> None:
        last = connection.execute(
            select(func.max(ReleaseRow.valid_from)).where(ReleaseRow.dataflow == str(flow))
        ).scalar()
        if instant < now:
            raise PastInstant(
                f"{instant.isoformat()} is past; a release is valid from now or later"
            )
        if last is not None and to_micros(instant) <= last:
            raise PastInstant(
                f"{flow} has a release valid from {from_micros(last).isoformat()}; "
                "the next one must be later, or a harvester would miss it"
            )

    def keep_definitions(self, fingerprint: str, content: bytes) -> None:
        """Keep resolved definitions, whole, under their hash; once is enough."""
        with self._faults(), Session(self._database.engine) as session:
            if session.get(DefinitionsRow, fingerprint) is None:
                row = DefinitionsRow(
                    hash=fingerprint, recorded=to_micros(self._clock()), content=content
                )
                session.add(row)
                session.commit()

    def definitions(self, fingerprint: str) -> bytes | None:
        """The resolved definitions of a release."""
        with self._faults(), Session(self._database.engine) as session:
            row = session.get(DefinitionsRow, fingerprint)
            return row.content if row else None

    # ---- reading --------------------------------------------------------------------------------

    def select(self, selection: Selection) -> Selected | None:
        """Run a selection; None if nothing matches. The caller closes what it gets."""
        reader = self._database.open_reader()
        try:
            with self._faults():
                found = windowed(
                    data_sets(
                        selection,
                        reader,
                        self._database,
                        self._tables,
                        self._instants,
                        to_micros(self._clock()),
                    ),
                    selection.query.offset,
                    selection.query.limit,
                )
                first = next(found, None)
        except BaseException:
            reader.close()
            raise
        if first is None:
            reader.close()
            return None
        return Selected(chain((first,), found), reader)

    def available(
        self, part: Part, as_of: datetime | None = None, *, selectable: bool = False
    ) -> Availability:
        """Codes in use under a part of a selection, or still selectable in it."""
        instant = to_micros(as_of or self._clock())
        with self._faults(), self._database.reading() as reader:
            found = Available(part, reader, self._database, self._tables, instant)
            return found.selectable() if selectable else found.exact()

    def _instants(self, part: Part) -> Sequence[int]:
        """Instants at which a part's data changed, oldest first."""
        flow = part.structure.dataflow.ref
        return sorted({to_micros(one.valid_from) for one in self.visible([flow])})

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """A database that is away or busy is `Unavailable`, whichever driver says so."""
        try:
            yield
        except (DBAPIError, sqlite3.OperationalError) as error:
            raise Unavailable(
                "the store cannot be reached or is busy; try again in a moment"
            ) from error
