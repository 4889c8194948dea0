"""Small answers kept in memory, whole, for the next client that asks the same.

The key is the ETag with its content coding. A release, or an embargo that ends, makes another tag:
nothing here is ever asked for again then, and goes when room is needed.
"""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

#: Bytes an answer of data is kept up to; the same for structures, of which there are few and the
#: larger ones are what harvesters ask for; and bytes kept in all.
SMALL, LARGE, ROOM = 256 * 1024, 1024 * 1024, 64 * 1024 * 1024


class KeptAnswer(NamedTuple):
    """A body in its content coding, and the observations in it if it is of data."""

    body: bytes
    observations: int | None


class KeptAnswers:
    """Least recently used answers go first. Safe to use from several threads."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._used = 0
        self._kept: OrderedDict[str, KeptAnswer] = OrderedDict()
        self._lock = Lock()

    def of(self, tag: str) -> KeptAnswer | None:
        """The answer with this tag, if it is still there."""
        with self._lock:
            if tag in self._kept:
                self._kept.move_to_end(tag)
            return self._kept.get(tag)

    def keep(self, tag: str, answer: KeptAnswer) -> None:
        """Keep an answer, unless it is there or is too large."""
        if len(answer.body) > min(LARGE, self._room):
            return
        with self._lock:
            if tag in self._kept:
                return
            self._kept[tag] = answer
            self._used += len(answer.body)
            while self._used > self._room:
                _, dropped = self._kept.popitem(last=False)
                self._used -= len(dropped.body)
