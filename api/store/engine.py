"""Connecting to SQLite or PostgreSQL; what differs between the two lives here and nowhere else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import PoolProxiedConnection

from api.errors import Unavailable
from api.store.faults import faults

#: Rows fetched at once: 256 series of a text format are 0.4 to 0.7 MB.
BATCH = 256


@dataclass(frozen=True, slots=True)
class Database:
    """An engine and the few words that differ between the two databases."""

    engine: Engine
    #: Parameter mark of the driver.
    mark: str

    @contextmanager
    def reading(self) -> Iterator["Reader"]:
        """A snapshot: all that one answer reads belongs to the same state of the store."""
        reader = self.open_reader()
        try:
            yield reader
        finally:
            reader.close()

    def open_reader(self) -> "Reader":
        """The same for an answer that is streamed; its owner closes it."""
        with faults():
            connection = self.engine.raw_connection()
            try:
                return Reader(connection, self)
            except BaseException:
                connection.close()
                raise


class Reader:
    """A raw connection inside one read transaction. The data path takes nothing else."""

    def __init__(self, connection: PoolProxiedConnection, database: Database) -> None:
        self._connection: PoolProxiedConnection | None = connection
        self._database = database
        self._cursors: list[DBAPICursor] = []
        if database.engine.dialect.name == "sqlite":
            connection.cursor().execute("BEGIN")
        else:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # A streamed cursor is read to its end: plan for that, not for its first tenth.
            connection.cursor().execute("SET LOCAL cursor_tuple_fraction = 1.0")

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Execute now, fetch lazily. `sql` marks parameters with `?`."""
        return chain.from_iterable(self.batches(sql, parameters))

    def batches(
        self, sql: str, parameters: Sequence[Any] = ()
    ) -> Iterator[Sequence[tuple[Any, ...]]]:
        """Execute now, fetch lazily, BATCH rows at a time."""
        if self._connection is None:
            raise Unavailable("the answer was abandoned")
        cursor = self._cursor()
        self._cursors.append(cursor)
        cursor.execute(sql.replace("?", self._database.mark), tuple(parameters))
        return _fetch(cursor)

    def _cursor(self) -> DBAPICursor:
        connection: Any = self._connection
        if self._database.engine.dialect.name == "sqlite":
            return connection.cursor()  # type: ignore[no-any-return]
        return connection.driver_connection.cursor(  # type: ignore[no-any-return]
            name=f"c{uuid4().hex}", binary=True
        )

    def close(self) -> None:
        """End the snapshot and give the connection back; closing twice does nothing."""
        if self._connection is None:
            return
        connection, self._connection = self._connection, None
        try:
            for cursor in self._cursors:
                cursor.close()
            connection.rollback()
        except Exception:  # it is broken, and closing was all that was left to do
            connection.invalidate()
        finally:
            connection.close()


def _fetch(cursor: DBAPICursor) -> Iterator[Sequence[tuple[Any, ...]]]:
    while True:
        with faults():
            rows = cursor.fetchmany(BATCH)
        if not rows:
            return
        yield rows


def connect(url: str) -> Database:
    """Connect to `sqlite:///path` (made if absent) or `postgresql+psycopg://...`."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), pool_size=16)
    if engine.dialect.name == "sqlite":
        if path := engine.url.database:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return Database(engine, "?")
    return Database(engine, "%s")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where writing is meant: upgrading later can fail at once."""
    mode = "IMMEDIATE" if connection.get_execution_options().get("writing") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    # The driver's own transaction control begins too late; we say BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",  # readers go on while a release is written
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "busy_timeout = 10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
