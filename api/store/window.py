"""`offset` and `limit`: a window over observations, or over series where only keys were asked for.

SDMX-REST 2.2, `doc/data.md`. The window runs over all data sets of an answer.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from api.model.dataset import DataSet, Series
from api.model.selection import Part, Selection


class Window:
    """What is still to be skipped and to be given."""

    def __init__(self, offset: int, limit: int | None) -> None:
        self.skip = offset
        self.left = limit

    @property
    def is_shut(self) -> bool:
        """Nothing more is wanted."""
        return self.left == 0

    def cut(self, series: Series) -> Series | None:
        """The part of a series inside the window; None for none of it."""
        count = max(len(series.positions), 1)
        start = min(self.skip, count)
        self.skip -= start
        stop = count if self.left is None else min(count, start + self.left)
        if start >= stop:
            return None
        if self.left is not None:
            self.left -= stop - start
        if not series.positions or (start, stop) == (0, count):
            return series
        key, *columns = series
        return Series(key, *(column[start:stop] for column in columns))  # type: ignore[arg-type]


def windowed(data_sets: Iterator[DataSet], window: Window) -> Iterator[DataSet]:
    """The data sets with what is inside the window; those outside it are left out."""
    if not window.skip and window.left is None:
        yield from data_sets
        return
    for one in data_sets:
        series = _inside(one.series, window)
        first = next(series, None)
        if first is not None:
            yield replace(one, series=chain((first,), series), runs=None)
        if window.is_shut:
            return


def _inside(series: Iterator[Series], window: Window) -> Iterator[Series]:
    for one in series:
        if window.is_shut:
            return
        if (cut := window.cut(one)) is not None:
            yield cut


def inside(
    selection: Selection, read: Callable[[Iterable[Part]], Iterator[DataSet]]
) -> tuple[tuple[Part, ...], Iterator[DataSet]]:
    """The parts of a selection that have data inside its window, and the data sets there.

    An answer begins with what it is about, so of several parts that has to be known before any of
    it is written: each is read as far as tells it.
    """
    query, parts = selection.query, selection.parts
    if len(parts) > 1:
        parts = _contributing(parts, read, Window(query.offset, query.limit))
    # What the window skips is to be counted, whoever has it.
    counted = selection.parts if query.offset else parts
    return parts, windowed(read(counted), Window(query.offset, query.limit))


def _contributing(
    parts: Iterable[Part], read: Callable[[Iterable[Part]], Iterator[DataSet]], window: Window
) -> tuple[Part, ...]:
    found = []
    for part in parts:
        data_sets = windowed(read((part,)), window)
        if (first := next(data_sets, None)) is not None:
            found.append(part)
            if window.left is not None:
                _exhaust(chain((first,), data_sets))
        if window.is_shut:
            break
    return tuple(found)


def _exhaust(data_sets: Iterator[DataSet]) -> None:
    for one in data_sets:
        deque(one.series, maxlen=0)
