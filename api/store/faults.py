"""What goes wrong in a database, in words: one error whichever driver says it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.errors import Unavailable

#: Errors in our own statements, which are no faults of the store.
_OURS = (
    sqlite3.ProgrammingError,
    sqlite3.IntegrityError,
    psycopg.ProgrammingError,
    psycopg.IntegrityError,
    psycopg.DataError,
)

_FULL = "the disk of the store is full; nothing was changed"
_BUSY = "another publish is under way; try again when it has ended"
_COPY = "this is a read-only copy of the store; publish on its primary"
_AWAY = "the store cannot be reached or is busy; try again in a moment"

#: SQLite's result code (the low byte of the extended one) or PostgreSQL's SQLSTATE.
_SAID: dict[int | str, str] = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _COPY,
    "53100": _FULL,  # disk_full
    "55P03": _BUSY,  # lock_not_available
    "25006": _COPY,  # read_only_sql_transaction
}


@contextmanager
def faults() -> Iterator[None]:
    """Raise Unavailable for a database that is away, busy, full or broken."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(_AWAY) from error
    except (DBAPIError, sqlite3.Error, psycopg.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(cause, _OURS):
            raise
        raise Unavailable(_SAID.get(_code(cause), _AWAY)) from error


def _code(error: BaseException | None) -> int | str:
    if isinstance(error, psycopg.Error):
        return error.sqlstate or ""
    extended = getattr(error, "sqlite_errorcode", 0)
    # A file size limit reaches SQLite as a failed write.
    return sqlite3.SQLITE_FULL if extended == sqlite3.SQLITE_IOERR_WRITE else extended & 0xFF
