"""SQLite on connecting: nothing new in place of what is gone, transactions that are ours."""

import sqlite3
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection


class NoOther:
    """A file that was there and is gone is no reason to begin another, empty one."""

    def __init__(self, path: str) -> None:
        self._path, self._was_there = path, False

    def __call__(self, *_: object) -> None:
        """Raise before a connection is made that would make the file anew."""
        there = Path(self._path).exists()
        if self._was_there and not there:
            raise sqlite3.OperationalError(f"{self._path} is gone")
        self._was_there = self._was_there or there


def begin(connection: Connection) -> None:
    """Take the write lock at once where writing is meant: upgrading later can fail at once."""
    mode = "IMMEDIATE" if connection.get_execution_options().get("writing") else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


def prepare(connection: DBAPIConnection, _record: object, patience: float) -> None:
    """Settings of a new connection; it waits `patience` seconds for another one that writes."""
    # The driver's own transaction control begins too late; we say BEGIN ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",  # readers go on while a release is written
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"busy_timeout = {int(patience * 1000)}",
        "analysis_limit = 1000",  # statistics of a large table in milliseconds
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
