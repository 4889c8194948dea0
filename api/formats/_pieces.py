"""Artefacts that were written once, kept while there is room.

An artefact of the registry is frozen and lives as long as the registry, so what was written of it
stays true. Copies made for one answer (stubs, partial lists) are not kept: they would push out
what is asked for again.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from api.model.artefact import Maintainable


class Pieces:
    """Least recently used pieces go first. Safe to use from several threads."""

    def __init__(self, room: int) -> None:
        """`room` in bytes of text kept."""
        self._room = room
        self._used = 0
        #: Holding the artefact keeps its identity from being given to another.
        self._kept: OrderedDict[Hashable, tuple[Maintainable, bytes]] = OrderedDict()
        self._lock = Lock()

    def piece(self, artefact: Maintainable, manner: Hashable, write: Callable[[], str]) -> bytes:
        """What `write` gives for an artefact in a manner (format, languages), as UTF-8."""
        key = (id(artefact), manner)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][1]
        written = write().encode()
        with self._lock:
            self._keep(key, artefact, written)
        return written

    def _keep(self, key: Hashable, artefact: Maintainable, written: bytes) -> None:
        if key in self._kept or len(written) > self._room:
            return
        self._kept[key] = (artefact, written)
        self._used += len(written)
        while self._used > self._room:
            _, (_, dropped) = self._kept.popitem(last=False)
            self._used -= len(dropped)


def is_kept(artefact: Maintainable) -> bool:
    """Whether an artefact is worth keeping: whole, not a copy made for one answer."""
    return not (artefact.is_external or artefact.is_partial)
