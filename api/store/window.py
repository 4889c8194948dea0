"""`offset` and `limit`: a window over observations, or over series where only keys were asked for.

SDMX-REST 2.2, `doc/data.md`. The window runs over all data sets of an answer.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from api.model.dataset import DataSet, Series


class _Window:
    """What is still to be skipped and to be given."""

    def __init__(self, offset: int, limit: int | None) -> None:
        self.skip = offset
        self.left = limit

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


def windowed(data_sets: Iterator[DataSet], offset: int, limit: int | None) -> Iterator[DataSet]:
    """The data sets with what is inside the window; those outside it are left out."""
    if not offset and limit is None:
        yield from data_sets
        return
    window = _Window(offset, limit)
    for one in data_sets:
        series = _inside(one.series, window)
        first = next(series, None)
        if first is not None:
            yield replace(one, series=chain((first,), series), runs=None)
        if window.left == 0:
            return


def _inside(series: Iterator[Series], window: _Window) -> Iterator[Series]:
    for one in series:
        if window.left == 0:
            return
        if (cut := window.cut(one)) is not None:
            yield cut
