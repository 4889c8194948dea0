"""Runs of series that leave the store as they are packed in it: whole, along time, unfiltered."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import eq, floordiv

from api.model.dataset import BY_SIZE, Run, Series
from api.store.precedence import Precedence
from api.store.rows import Packed, owned
from api.store.series import pack_attributes, unpack_attributes

#: Observations a run has at most (or one series); what a format writes of it is up to a megabyte.
_LONGEST = 4000


def runs(batches: Iterator[Sequence[Packed]], width: int, precedence: Precedence) -> Iterator[Run]:
    """Runs of all rows, one series a key. `width` is the number of dimensions of a key."""
    held: Sequence[Packed] = ()
    for batch in batches:
        rows = [*held, *batch]
        end = len(rows) - 1
        # The last key may go on in the next batch.
        while end and rows[end - 1][:width] == rows[end][:width]:
            end -= 1
        if end:
            yield from _of(rows[:end], width, precedence)
        held = rows[end:]
    if held:
        yield from _of(held, width, precedence)


def _of(rows: Sequence[Packed], width: int, precedence: Precedence) -> Iterator[Run]:
    columns = list(zip(*rows, strict=True))
    keys = list(zip(*columns[:width], strict=True))
    if any(map(eq, keys, islice(keys, 1, None))):
        rows = [_packed(series) for series in precedence.settle(iter(owned(rows, width)))]
        columns = list(zip(*rows, strict=True))
        keys = list(zip(*columns[:width], strict=True))
    found = _alike(Run(keys, *columns[width : width + 4]))
    if sum(found.counts) <= _LONGEST:
        yield found
    else:
        yield from _parts(found)


def _alike(run: Run) -> Run:
    """The run with all its attribute sets in as many bytes."""
    sizes = set(map(floordiv, map(len, run.attributes), run.counts))
    if len(sizes) == 1:
        return run
    kind, unpacked = BY_SIZE[max(sizes)], map(unpack_attributes, run.attributes, run.counts)
    return run._replace(attributes=[array(kind, numbers).tobytes() for numbers in unpacked])


def _parts(run: Run) -> Iterator[Run]:
    """The run cut where it would get too long."""
    start = size = 0
    for end, count in enumerate(run.counts):
        if size and size + count > _LONGEST:
            yield Run._make(column[start:end] for column in run)
            start, size = end, 0
        size += count
    yield Run._make(column[start:] for column in run)


def _packed(series: Series) -> Packed:
    key, points, values, sets = series
    packed = array("H", points).tobytes(), "\n".join(values), pack_attributes(sets)
    return (*key, len(points), *packed)
