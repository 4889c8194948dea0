"""Parts of a row whose text depends on the series key, made ready once a query."""

from collections.abc import Sequence
from functools import partial
from itertools import repeat

from api.formats._data.pieces import Cells

#: Texts, and codes of the series key as (place in the key, their cells).
Segment = list[str | tuple[int, Cells]]


class SegmentText:
    """A part of a row made ready: each code's cell has the text before it in it."""

    def __init__(self, tokens: Segment) -> None:
        self.codes: list[tuple[int, Cells]] = []
        #: What stands after the last code.
        self.rest = ""
        for token in tokens:
            if isinstance(token, str):
                self.rest += token
            else:
                place, cells = token
                self.codes.append((place, Cells(partial(_after, self.rest, cells))))
                self.rest = ""

    def of_each(self, keys: Sequence[tuple[str, ...]]) -> list[str]:
        """The texts for several keys, made column by column."""
        columns = list(zip(*keys, strict=True))
        cells = [map(found.__getitem__, columns[place]) for place, found in self.codes]
        return list(map("".join, zip(*cells, repeat(self.rest, len(keys)), strict=True)))

    def of(self, key: tuple[str, ...]) -> str:
        """The text for a series key."""
        return "".join([cells[key[place]] for place, cells in self.codes]) + self.rest


def _after(text: str, cells: Cells, code: str) -> str:
    return text + cells[code]
