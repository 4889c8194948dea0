"""Text of whole runs of series at once: every piece in an array, every array joined in C.

The pieces are those that formats join a series at a time elsewhere, and the bytes are the same; it
takes half the time, mostly outside the interpreter's lock. A run is a few thousand observations, so
memory stays at some megabytes.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from api.model.dataset import Run

# Arrays are made from buffers, never from lists: for those pyarrow looks for pandas, and where that
# is installed its import takes a second of somebody's answer.

#: Runs with fewer observations are quicker done a series at a time.
SMALL = 256

#: Bytes of a packed number -> its type.
_BY_SIZE: dict[int, Any] = {1: pa.uint8(), 2: pa.uint16(), 4: pa.int32()}

#: Number -> its piece.
Pieces = Sequence[str] | Mapping[int, str]


class Columns:
    """The observations of a run, end to end."""

    def __init__(self, run: Run) -> None:
        self.counts = run.counts
        number = sum(run.counts)
        #: All values, one a line.
        self._lines = _texts(["\n".join(run.values)])
        self.values = pc.split_pattern(self._lines, "\n").values
        self._positions = _unpacked(pa.uint16(), number, run.positions)
        size = len(run.attributes[0]) // run.counts[0]
        self._sets = _unpacked(_BY_SIZE[size], number, run.attributes)
        self._empty = pc.equal(self.values, _NOTHING)
        self._has_empty: bool = pc.any(self._empty).as_py()

    @property
    def positions(self) -> list[int]:
        """The points that occur."""
        found: list[int] = self._positions.unique().to_pylist()
        return found

    def has(self, pattern: str) -> bool:
        """Whether a regular expression (RE2) is found in the lines of values."""
        found: bool = pc.match_substring_regex(self._lines, pattern)[0].as_py()
        return found

    def filled(self, nothing: str) -> Any:
        """The values, with `nothing` where there is none."""
        if not self._has_empty:
            return self.values
        return pc.if_else(self._empty, _texts([nothing])[0], self.values)

    def replaced(self, write: Callable[[str], str]) -> Any:
        """The values, each written anew."""
        return _texts(list(map(write, self.values.to_pylist())))

    def points(self, valued: Pieces, empty: Pieces | None = None) -> Any:
        """The piece of each observation's point; of `empty` where there is no value."""
        return self._taken(self._positions, valued, empty)

    def tails(self, valued: Pieces, empty: Pieces | None = None) -> Any:
        """The same for its attribute set; pieces are asked for in order of first appearance."""
        return self._taken(self._sets, valued, empty)

    def _taken(self, numbers: Any, valued: Pieces, empty: Pieces | None) -> Any:
        coded = numbers.dictionary_encode()
        used = coded.dictionary.to_pylist()
        pieces, places = [valued[number] for number in used], coded.indices
        if empty is not None and self._has_empty:
            pieces += [empty[number] for number in used]
            places = pc.if_else(self._empty, pc.add(places, _numbers([len(used)])[0]), places)
        return _texts(pieces).take(places)

    def on_each(self, heads: Sequence[str]) -> Any:
        """The head of the series, on each of its observations."""
        return _repeated(heads, self.counts)

    def on_first(self, heads: Sequence[str], between: str) -> Any:
        """The head of the series on its first observation, `between` on the others."""
        pieces, lengths = [between] * (2 * len(heads)), [1] * (2 * len(heads))
        pieces[::2] = heads
        lengths[1::2] = [count - 1 for count in self.counts]
        if 0 in lengths:
            kept = [number for number, length in enumerate(lengths) if length]
            pieces = [pieces[number] for number in kept]
            lengths = [lengths[number] for number in kept]
        return _repeated(pieces, lengths)


def gathered(heads: Any, points: Any, values: Any, tails: Any) -> bytes:
    """The pieces of each observation, observation after observation, in UTF-8."""
    joined = pc.binary_join_element_wise(heads, points, values, tails, _NOTHING)
    _, offsets, data = joined.buffers()
    ends = memoryview(offsets).cast("i")
    return bytes(memoryview(data)[ends[joined.offset] : ends[joined.offset + len(joined)]])


def _texts(texts: Sequence[str]) -> Any:
    joined = "".join(texts)
    lengths = map(len, texts if joined.isascii() else [text.encode() for text in texts])
    ends = array("i", accumulate(lengths, initial=0))
    data = pa.py_buffer(joined.encode())
    return pa.StringArray.from_buffers(len(texts), pa.py_buffer(ends), data)


def _numbers(numbers: Iterable[int]) -> Any:
    found = array("i", numbers)
    return pa.Array.from_buffers(pa.int32(), len(found), [None, pa.py_buffer(found)])


def _unpacked(type: Any, number: int, packed: Sequence[bytes]) -> Any:
    return pa.Array.from_buffers(type, number, [None, pa.py_buffer(b"".join(packed))])


def _repeated(pieces: Sequence[str], lengths: Sequence[int]) -> Any:
    type: Any = pa.run_end_encoded(pa.int32(), pa.string())
    children = (_numbers(accumulate(lengths)), _texts(pieces))
    coded: Any = pa.RunEndEncodedArray.from_buffers(type, sum(lengths), [None], children=children)
    return pc.call_function("run_end_decode", [coded])


_NOTHING = _texts([""])[0]
