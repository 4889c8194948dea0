"""Resolved definitions, whole, by their hash: what releases and starts were made with."""

from collections.abc import Callable, Iterable
from datetime import datetime

from api.model.instant import from_micros, to_micros
from api.model.release import Release
from api.store.engine import Database, run
from api.store.faults import faults


class Archive:
    """The definitions a store has met."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock
        self._met: dict[str, datetime] = {}

    def keep(self, fingerprint: str, content: bytes) -> None:
        """Keep definitions; once is enough."""
        if self.since(fingerprint) is not None:
            return
        sql = (
            "INSERT INTO definitions (hash, recorded, content) VALUES (?, ?, ?) "
            "ON CONFLICT DO NOTHING"  # another process may start with the same ones
        )
        with faults(), self._database.writing() as transaction:
            values = (fingerprint, to_micros(self._clock()), content)
            run(transaction.connection, sql, values)
            transaction.commit()

    def since(self, fingerprint: str) -> datetime | None:
        """When the store first met these definitions; None if it never did."""
        if fingerprint not in self._met:
            sql = "SELECT recorded FROM definitions WHERE hash = ?"
            with faults(), self._database.reading() as reader:
                for (recorded,) in reader.rows(sql, (fingerprint,)):
                    self._met[fingerprint] = from_micros(recorded)
        return self._met.get(fingerprint)

    def history(self, releases: Iterable[Release]) -> list[tuple[datetime, str]]:
        """Since when which definitions were in force, oldest first, by hash."""
        with faults(), self._database.reading() as reader:
            rows = list(reader.rows("SELECT recorded, hash FROM definitions"))
        met = [(from_micros(recorded), hash) for recorded, hash in rows]
        return sorted([*met, *((one.valid_from, one.definitions) for one in releases)])

    def content(self, fingerprint: str) -> bytes | None:
        """The definitions; None if the store never met them."""
        sql = "SELECT content FROM definitions WHERE hash = ?"
        with faults(), self._database.reading() as reader:
            for (content,) in reader.rows(sql, (fingerprint,)):
                return bytes(content)
        return None
