"""What a use case of reading gives back: a representation, to be sent or left out by a 304."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from api import __version__
from api.formats.base import Format, Options


def fingerprint(*parts: object) -> str:
    """Hash of what decides a representation: equal parts give equal bytes of an answer."""
    text = "\x1f".join(str(part) for part in (__version__, *parts))
    return sha256(text.encode()).hexdigest()[:32]


@dataclass(slots=True, kw_only=True)
class Counter:
    """Observations written so far."""

    observations: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One representation. `open` runs the query and raises what can go wrong; nothing ran before.

    `tag` identifies the bytes before content coding. `close` may be called at any time, also twice.
    """

    format: Format[Any]
    options: Options
    #: Exact Content-Type, with the parameters that were asked for.
    content_type: str
    tag: str
    last_modified: datetime
    open: Callable[[], Iterator[bytes]]
    close: Callable[[], None] = lambda: None
    #: Filled while writing, for data.
    counter: Counter | None = None
    #: Seconds per stage, for `Server-Timing`.
    timings: dict[str, float] = field(default_factory=dict)
