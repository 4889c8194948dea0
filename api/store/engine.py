"""Connecting to SQLite or PostgreSQL; what differs between the two lives here,
in `sqlite` and in `hosts`, and nowhere else."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import PoolProxiedConnection

from api.errors import Unavailable
from api.store import hosts, sqlite
from api.store.faults import faults
from api.store.stopping import opened

#: Key of the lock that lets one writer at a time through (PostgreSQL; SQLite has one anyway).
_WRITE_LOCK = 0x494C4D53

#: Rows fetched at once: 256 series of a text format are 0.4 to 0.7 MB.
BATCH = 256


@dataclass(frozen=True, slots=True)
class Database:
    """An engine and the few words that differ between the two databases."""

    engine: Engine
    #: What writes: `engine` itself, but for a database on several hosts (`hosts`).
    primary: Engine
    #: Parameter mark of the driver.
    mark: str
    #: Seconds between two looks for new releases; None where looking costs nothing.
    poll: float | None
    #: How long before its instant a release must be written for every reader to know of it.
    notice: timedelta
    #: Seconds a writer waits for another.
    patience: float

    @property
    def is_sqlite(self) -> bool:
        """Whether it is SQLite, else it is PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @property
    def has_copies(self) -> bool:
        """Whether reading may be from another host than writing, and from an older state."""
        return self.primary is not self.engine

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        self.primary.dispose()

    @contextmanager
    def reading(self, edition: int = 0, *, newest: bool = False) -> Iterator["Reader"]:
        """A snapshot: all that one answer reads belongs to the same state of the store.

        Not of an older one than `edition`; `newest`: of the host that writes.
        """
        reader = self._reader(self.primary) if newest else self.open_reader(edition)
        try:
            yield reader
        finally:
            reader.close()

    @contextmanager
    def writing(self) -> Iterator["Transaction"]:
        """The one transaction that writes; it waits its turn. Rolled back unless committed."""
        with self.primary.connect() as connection:
            transaction = Transaction(connection.execution_options(writing=True))
            try:
                if not self.is_sqlite:
                    wait = f"{int(self.patience * 1000)}ms"
                    run(
                        transaction.connection,
                        "SELECT set_config('lock_timeout', ?, true)",
                        (wait,),
                    )
                    run(transaction.connection, "SELECT pg_advisory_xact_lock(?)", (_WRITE_LOCK,))
                yield transaction
            finally:
                transaction.end()

    def open_reader(self, edition: int = 0) -> "Reader":
        """The same for an answer that is streamed; its owner closes it.

        Unavailable where no host that answers is as new as `edition`.
        """
        # Hosts may be changed for an older copy: what was told of the newer state must hold.
        for engine in (self.engine, self.primary):
            reader = self._reader(engine)
            if not self.has_copies or reader.is_as_new_as(edition):
                return reader
        raise Unavailable("this copy of the store is behind; try again in a moment")

    def _reader(self, engine: Engine) -> "Reader":
        with faults():
            connection = engine.raw_connection()
            try:
                reader = Reader(connection, self)
            except BaseException:
                connection.close()
                raise
        opened(reader)
        return reader


class Transaction:
    """A transaction that writes."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._transaction = connection.begin()

    def commit(self) -> None:
        """Make it last."""
        self._transaction.commit()

    def end(self) -> None:
        """Undo what was not committed."""
        if self._transaction.is_active:
            self._transaction.rollback()


class Reader:
    """A raw connection inside one read transaction. The data path takes nothing else."""

    def __init__(self, connection: PoolProxiedConnection, database: Database) -> None:
        self._connection: PoolProxiedConnection | None = connection
        self._database = database
        self._cursors: list[DBAPICursor] = []
        self._stopped = False
        #: `stop` must not reach a connection that has gone back to the pool.
        self._ending = Lock()
        if database.is_sqlite:
            connection.cursor().execute("BEGIN")
        else:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # A streamed cursor is read to its end: plan for that, not for its first tenth.
            connection.cursor().execute("SET LOCAL cursor_tuple_fraction = 1.0")

    def edition(self) -> int:
        """Edition of the catalogue in this snapshot; it grows with every change."""
        with faults():
            ((number,),) = self.rows('SELECT number FROM "edition"')
        return int(number)

    def is_as_new_as(self, edition: int) -> bool:
        """Whether it may be read after that edition was told of; it is closed if not."""
        new = False
        try:
            new = self.edition() >= edition
        finally:
            if not new:
                self.close()
        return new

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Execute now, fetch lazily. `sql` marks parameters with `?`."""
        return chain.from_iterable(self.batches(sql, parameters))

    def batches(
        self, sql: str, parameters: Sequence[Any] = ()
    ) -> Iterator[Sequence[tuple[Any, ...]]]:
        """Execute now, fetch lazily, BATCH rows at a time."""
        if self._connection is None or self._stopped:
            raise _abandoned()
        cursor = self._cursor()
        self._cursors.append(cursor)
        cursor.execute(sql.replace("?", self._database.mark), tuple(parameters))
        return self._fetch(cursor)

    def _cursor(self) -> DBAPICursor:
        connection: Any = self._connection
        if self._database.is_sqlite:
            return connection.cursor()  # type: ignore[no-any-return]
        return connection.driver_connection.cursor(  # type: ignore[no-any-return]
            name=f"c{uuid4().hex}", binary=True
        )

    def _fetch(self, cursor: DBAPICursor) -> Iterator[Sequence[tuple[Any, ...]]]:
        while not self._stopped:
            with faults():
                rows = cursor.fetchmany(BATCH)
            if not rows:
                return
            yield rows
        raise _abandoned()

    def stop(self) -> None:
        """End what is under way, from another thread; reading then raises Unavailable.

        The thread that reads still has to close.
        """
        self._stopped = True
        with self._ending:
            if self._connection is None:
                return
            driver: Any = self._connection.driver_connection
            if self._database.engine.dialect.name == "sqlite":
                driver.interrupt()
            else:
                driver.cancel()

    def close(self) -> None:
        """End the snapshot and give the connection back; closing twice does nothing."""
        with self._ending:
            connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            for cursor in self._cursors:
                cursor.close()
            connection.rollback()
        except Exception:  # it is broken, and closing was all that was left to do
            connection.invalidate()
        finally:
            connection.close()


def _abandoned() -> Unavailable:
    return Unavailable("the answer was abandoned")


def run(connection: Connection, sql: str, parameters: Sequence[Any] = ()) -> CursorResult[Any]:
    """Execute in a transaction. `sql` marks parameters with `?`; a list of tuples is many times."""
    if connection.dialect.name == "postgresql":
        sql = sql.replace("?", "%s")
    many = isinstance(parameters, list)
    return connection.exec_driver_sql(sql, parameters if many else tuple(parameters))


def insert(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert many rows the fastest way the database has."""
    names = ", ".join(f'"{name}"' for name in columns)
    cursor: Any = connection.connection.cursor()
    try:
        if connection.dialect.name == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608
            return
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
    finally:
        cursor.close()


def connect(url: str, patience: float = 30.0) -> Database:
    """Connect to `sqlite:///path` (made if absent) or `postgresql+psycopg://...`."""
    local, parsed = url.startswith("sqlite"), make_url(url)
    # Each download under way holds a connection, however slowly it is read. SQLite's are file
    # handles, as many as are wanted; a server has a limit.
    more = -1 if local else 32
    make = partial(create_engine, pool_pre_ping=not local, pool_size=16, max_overflow=more)
    engine, primary = hosts.engines(parsed, make)
    if engine.dialect.name == "sqlite":
        if path := engine.url.database:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", partial(sqlite.prepare, patience=patience))
        event.listen(engine, "begin", sqlite.begin)
        event.listen(engine, "do_connect", sqlite.NoOther(engine.url.database or ""))
        return Database(engine, primary, "?", None, timedelta(milliseconds=50), patience)
    return Database(engine, primary, "%s", 0.25, timedelta(milliseconds=500), patience)
