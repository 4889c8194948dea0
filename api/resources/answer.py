"""What a use case of reading gives back: a representation, to be sent or left out by a 304."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from api import __version__
from api.errors import ResponseTooLarge
from api.formats.negotiation import Choice
from api.model.registry import Registry
from api.model.release import Release
from api.store.store import Store


def fingerprint(*parts: object) -> str:
    """Hash of what decides a representation: equal parts give equal bytes of an answer."""
    text = "\x1f".join(str(part) for part in (__version__, *parts))
    return sha256(text.encode()).hexdigest()[:32]


#: When nothing was ever released, answers are as of the beginning of time as computers tell it.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def last_modified(registry: Registry, releases: Iterable[Release], store: Store) -> datetime:
    """The last instant at which an answer may have become another.

    That is a release of its figures, or the first time the store met these definitions.
    """
    known = store.definitions_since(registry.fingerprint)
    instants = [one.valid_from for one in releases] + ([known] if known else [])
    return max(instants, default=_NEVER)


@dataclass(slots=True, kw_only=True)
class Counter:
    """Observations written so far, and how many there may be; None for any number."""

    observations: int = 0
    limit: int | None = None

    def add(self, number: int) -> None:
        """Count; ResponseTooLarge over the limit."""
        self.observations += number
        if self.limit is not None and self.observations > self.limit:
            raise ResponseTooLarge(
                f"more than {self.limit} observations in a format that is made whole before it "
                "leaves; ask for less, or for CSV"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One representation. `open` runs the query and raises what can go wrong; nothing ran before.

    `tag` identifies the bytes before content coding. `close` may be called at any time, also twice.
    """

    choice: Choice[Any]
    tag: str
    last_modified: datetime
    open: Callable[[], Iterator[bytes]]
    close: Callable[[], None] = lambda: None
    #: Ends what `open` is doing in another thread, which then raises; that thread closes.
    stop: Callable[[], None] = lambda: None
    #: Whether what `tag` was made from still holds. Asked once `open` has begun to read: a release
    #: in between would give its bytes the tag of what was before.
    is_current: Callable[[], bool] = lambda: True
    #: All of something, which will be asked for again: worth keeping even when it is large.
    whole: bool = False
    #: Observations in all, where that is known without writing them.
    expected: int | None = None
    #: Filled while writing, for data.
    counter: Counter | None = None
    #: Seconds per stage, for `Server-Timing`.
    timings: dict[str, float] = field(default_factory=dict)
