"""The store as the use cases see it: releases in, selections out."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import func, inspect
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel, col, select

from api.errors import Unavailable
from api.model.availability import Availability
from api.model.dataset import DataSet
from api.model.instant import from_micros, to_micros
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.release import Changes, Draft, Figure, Release
from api.model.selection import Part, Selection
from api.store.available import Available
from api.store.catalogue import DefinitionsRow, ReleaseRow
from api.store.engine import Database, Reader, connect
from api.store.select import Tables, data_sets
from api.store.series import metadata, series_table
from api.store.window import windowed
from api.store.writer import Writer


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
        self._met: dict[str, datetime] = {}
        self._known: tuple[Any, tuple[Release, ...]] | None = None

    def prepare(self) -> None:
        """Create what is not there: the catalogue, and a series table a dataflow."""
        engine = self._database.engine.execution_options(writing=True)
        with self._faults(), engine.begin() as connection:
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

    def preview(self, draft: Draft) -> Changes:
        """What a draft would change; nothing is kept."""
        with self._writing(keep=False) as writer:
            return writer.preview(draft)

    def release(self, draft: Draft, valid_from: datetime | None) -> Release:
        """Write one draft in one transaction, valid from an instant after those of its flow.

        None: from the instant it is written.
        """
        with self._writing() as writer:
            return writer.release(draft, valid_from)

    def current(self, dataflow: Ref, keys: Collection[tuple[str, ...]]) -> list[Figure]:
        """The newest released figures of these series, of every agreement."""
        with self._writing(keep=False) as writer:
            return list(writer.current(dataflow, keys))

    def public(self, dataflow: Ref) -> list[Figure]:
        """Every figure ever released in a dataflow, with its status; old before new."""
        with self._writing(keep=False) as writer:
            return list(writer.public(dataflow))

    @contextmanager
    def first_load(self) -> Iterator[Writer | None]:
        """One transaction for the first releases of an empty store, all of them or none.

        None if the store is not empty (any more: another process may have been first).
        """
        with self._writing(first_load=True) as writer:
            yield writer if writer.is_empty() else None

    @contextmanager
    def _writing(self, *, keep: bool = True, first_load: bool = False) -> Iterator[Writer]:
        with self._faults(), self._database.engine.connect() as connection:
            connection = connection.execution_options(writing=True)
            transaction = connection.begin()
            try:
                writer = Writer(connection, self._registry, self._clock(), first_load=first_load)
                yield writer
                if keep:
                    writer.finish()
                    transaction.commit()
            finally:
                if transaction.is_active:
                    transaction.rollback()

    def keep_definitions(self, fingerprint: str, content: bytes) -> None:
        """Keep resolved definitions, whole, under their hash; once is enough."""
        with self._faults(), Session(self._database.engine) as session:
            if session.get(DefinitionsRow, fingerprint) is None:
                row = DefinitionsRow(
                    hash=fingerprint, recorded=to_micros(self._clock()), content=content
                )
                session.add(row)
                session.commit()

    def definitions_since(self, fingerprint: str) -> datetime | None:
        """When the store first met these definitions; None if it never did."""
        if fingerprint not in self._met:
            with self._faults(), Session(self._database.engine) as session:
                row = session.get(DefinitionsRow, fingerprint)
            if row is None:
                return None
            self._met[fingerprint] = from_micros(row.recorded)
        return self._met[fingerprint]

    def definitions_history(self) -> list[tuple[datetime, str]]:
        """Since when which definitions were in force, oldest first, by hash.

        Definitions are in force from the start they were first met at; those of a first load
        also from the instants of its releases.
        """
        with self._faults(), Session(self._database.engine) as session:
            rows = session.exec(select(DefinitionsRow.recorded, DefinitionsRow.hash)).all()
        met = [(from_micros(recorded), hash) for recorded, hash in rows]
        released = [(one.valid_from, one.definitions) for one in self.visible()]
        return sorted([*met, *released])

    def now(self) -> datetime:
        """The instant by which the store decides what is visible."""
        return self._clock()

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
