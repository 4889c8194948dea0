"""Ending what one answer reads, from another thread, however many reads that are."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Protocol


class _Stops(Protocol):
    def stop(self) -> None: ...


class Reading:
    """All that is read of the store while it is `under_way` in a thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._readers: list[_Stops] = []
        self._stopped = False

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Readers that this thread opens meanwhile belong to it."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)

    def stop(self) -> None:
        """End what is being read, and whatever is opened after it; reading raises Unavailable."""
        with self._lock:
            self._stopped = True
            readers = list(self._readers)
        for one in readers:
            one.stop()

    def add(self, reader: _Stops) -> None:
        """A reader was opened."""
        with self._lock:
            self._readers.append(reader)
            stopped = self._stopped
        if stopped:
            reader.stop()


_CURRENT: ContextVar[Reading | None] = ContextVar("reading", default=None)


def opened(reader: _Stops) -> None:
    """Tell whose reading this is, if anybody wants to end it."""
    if (current := _CURRENT.get()) is not None:
        current.add(reader)
