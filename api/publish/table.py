"""What reading gives: columns of text, each cell with its row number, and what did not fit."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from api.model.source import Column

#: Text as it stands in the file, or the number a workbook holds.
Cell = str | Decimal


class Misfit(NamedTuple):
    """Something that could not be read or mapped. The rule of that name words the finding."""

    #: Name of the rule, `BAD-NUMBER`.
    rule: str
    row: int | None = None
    column: str = ""
    value: str = ""
    #: What the reader knows of it; the rule says what to do.
    detail: str = ""
    component: str = ""
    #: Name of the file it is in, where several are one table.
    file: str = ""


#: Misfits of one rule in one file beyond which the rest is counted, not kept: a wrong column makes
#: one in each of a million rows, and a report is read by a person.
MOST = 1000


class Misfits:
    """What did not fit, in the order it was met."""

    def __init__(self, misfits: Iterable[Misfit] = ()) -> None:
        self._kept: list[Misfit] = []
        self._met: Counter[str] = Counter()
        self.extend(misfits)

    def append(self, misfit: Misfit) -> None:
        """Take one in."""
        self._met[misfit.rule] += 1
        if self._met[misfit.rule] <= MOST:
            self._kept.append(misfit)

    def extend(self, misfits: Iterable[Misfit]) -> None:
        """Take several in."""
        for misfit in misfits:
            self.append(misfit)

    def only(self, misfit: Misfit) -> None:
        """Forget the others: the file as a whole cannot be read."""
        self._kept, self._met = [misfit], Counter([misfit.rule])

    def left(self, rule: str) -> int:
        """How many of a rule were counted and not kept."""
        return max(0, self._met[rule] - MOST)

    def __iter__(self) -> Iterator[Misfit]:
        return iter(self._kept)

    def __bool__(self) -> bool:
        return bool(self._kept)


class Row(NamedTuple):
    """A row that holds something. `number` counts from 1 as a spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]
    #: Name of the file it is in, where several are one table.
    file: str = ""


class Bound(NamedTuple):
    """A column of the layout found in the file."""

    position: int
    heading: str
    column: Column
    #: The period and the word the heading states; "" if it states none.
    period: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file as it was read."""

    #: Name as given, and SHA-256 of its bytes.
    file: str
    sha256: str
    columns: tuple[Bound, ...] = ()
    #: Read once where they are no tuple: then `misfits` is complete when they were, and reading
    #: them may raise Unreadable.
    rows: Iterable[Row] = ()
    misfits: Misfits = field(default_factory=Misfits)
    #: Names of the files, where several are one table.
    files: tuple[str, ...] = ()


class Unreadable(Exception):
    """The file as a whole cannot be read; carries the reason. Never leaves this package."""

    def __init__(self, misfit: Misfit) -> None:
        super().__init__(misfit.detail)
        self.misfit = misfit


#: Bounds on what is read, so that a hostile file costs bounded memory and time. The largest table
#: known (a year of survey microdata) has some 800,000 rows of 12 columns.
MAX_BYTES = 64 * 2**20
#: Of a text file, which is read piece by piece.
MAX_TEXT_BYTES = 256 * 2**20
MAX_ROWS = 2_000_000
MAX_FILES = 1000
MAX_COLUMNS = 500
MAX_CELLS = 20_000_000
MAX_CELL_LENGTH = 10_000


def text(cell: Cell) -> str:
    """The cell as a person reads it."""
    return cell if isinstance(cell, str) else format(cell, "f")
