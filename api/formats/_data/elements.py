"""Observations as XML elements that leave the value's place out where there is none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import getitem
from typing import Any

from api.formats._data import gather
from api.formats._data.pieces import Cells, Columns, by_run, columns, joined, key_texts
from api.model.dataset import DataSet, Run, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands before observations: a text, the codes of the series key, a text."""

    opening: str
    cells: Sequence[Cells]
    closing: str = ""

    def of(self, key: tuple[str, ...]) -> str:
        """The head of one series."""
        return f"{self.opening}{''.join(map(getitem, self.cells, key))}{self.closing}"

    def of_each(self, keys: Sequence[tuple[str, ...]]) -> list[str]:
        """The heads of several."""
        opening, closing = self.opening, self.closing
        return [f"{opening}{codes}{closing}" for codes in key_texts(self.cells, keys)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """The pieces that the observations of a data set are made of."""

    #: By point, up to the value, without and with one.
    empty: Sequence[str]
    valued: Sequence[str]
    #: By attribute set, from there on.
    tails: Mapping[int, str]
    ends: Mapping[int, str]
    #: A value as the format writes it; None where it is written as it is.
    escape: Callable[[str], str] | None

    def grouped(self, dataset: DataSet, head: Head, end: str) -> Iterator[str | bytes]:
        """Series: their head, their observations, their end."""

        def one(series: Series) -> str:
            return f"{head.of(series.key)}{self._text('', columns(dataset, series))}{end}"

        def many(run: Run) -> bytes:
            # What ends a series stands with the head of the next.
            following = replace(head, opening=end + head.opening)
            heads = [head.of(run.keys[0]), *following.of_each(run.keys[1:])]
            found = gather.Columns(run)
            return self._gathered(found.on_first(heads, ""), found) + end.encode()

        return by_run(dataset, one, many)

    def flat(self, dataset: DataSet, head: Head) -> Iterator[str | bytes]:
        """Observations, each with the head of its series."""

        def one(series: Series) -> str:
            return self._text(head.of(series.key), columns(dataset, series))

        def many(run: Run) -> bytes:
            found = gather.Columns(run)
            return self._gathered(found.on_each(head.of_each(run.keys)), found)

        return by_run(dataset, one, many)

    def _gathered(self, heads: Any, found: gather.Columns) -> bytes:
        points = found.points(self.valued, self.empty)
        tails = found.tails(self.ends, self.tails)
        return gather.gathered(heads, points, found.values, tails)

    def _text(self, head: str, found: Columns) -> str:
        positions, values, sets = found
        if self.escape:
            values = [self.escape(value) for value in values]
        if "" not in values:
            return joined(head, self.valued, self.ends, (positions, values, sets))
        return "".join(
            [
                f"{head}{self.valued[p]}{v}{self.ends[a]}"
                if v
                else f"{head}{self.empty[p]}{self.tails[a]}"
                for p, v, a in zip(positions, values, sets, strict=True)
            ]
        )
