"""Coverage in spans of years: what a person reads, and what a metadata report carries."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from api.model.coverage import State
from api.model.ref import Ref
from api.resources.boxes import Codes
from api.resources.cells import Account, Cell
from api.resources.coverage import TableCoverage


class Span(NamedTuple):
    """Boxes of a dataflow that have the same state for the same reason in the same years."""

    dataflow: Ref
    boxes: tuple[Codes, ...]
    first: int
    last: int
    state: State
    account: Account

    @property
    def years(self) -> str:
        """`2005`, or `2005-2015`."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


#: First and last year of a run, its state, and what accounts for it.
_Run = tuple[int, int, State, Account]


def spans(table: TableCoverage) -> Iterator[Span]:
    """Every cell of a table in exactly one span, by dataflow and year."""
    for flow, cells in groupby(table.cells, key=lambda cell: cell.dataflow):
        found: dict[tuple[int, int, State, int], tuple[Account, list[Codes]]] = {}
        for codes, those in groupby(cells, key=lambda cell: cell.codes):
            for first, last, state, account in _runs(those):
                mark = (first, last, state, id(account))
                found.setdefault(mark, (account, []))[1].append(codes)
        for (first, last, state, _), (account, boxes) in sorted(
            found.items(), key=lambda one: one[0][:2]
        ):
            yield Span(flow, tuple(boxes), first, last, state, account)


def _runs(cells: Iterable[Cell]) -> Iterator[_Run]:
    """Years one after the other that are accounted for alike."""
    for (state, _), those in groupby(cells, key=lambda cell: (cell.state, id(cell.account))):
        years = list(those)
        yield years[0].year, years[-1].year, state, years[0].account
