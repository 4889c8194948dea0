"""What a row says besides its figures: codes, survey cases, reporting unit, where it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from api.model.ref import Ref
from api.model.representation_map import spelling
from api.model.source import PROVENANCE, Layout
from api.model.structure import Structure
from api.publish.number import MAX_DIGITS, AmbiguousNumber, BadNumber, parse
from api.publish.table import Bound, Cell, Row, text
from api.publish.translate import Sense, Translator, Unfit

#: Columns of SDMX-CSV that name the dataflow; one of them must name ours.
_STRUCTURE_COLUMNS = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME")


class Placed(NamedTuple):
    """A column of one row: where it stands and what is written there."""

    row: Row
    bound: Bound

    @property
    def column(self) -> str:
        """The heading, after the name of the file where several are one table."""
        return f"{self.row.file} / {self.bound.heading}" if self.row.file else self.bound.heading

    @property
    def written(self) -> Cell:
        """What the cell holds; a row may end before the column."""
        cells, at = self.row.cells, self.bound.position
        return cells[at] if at < len(cells) else ""


@dataclass(slots=True)
class Said:
    """What one row says. `codes` has what stands in one code, `splits` what is divided."""

    codes: dict[str, str]
    splits: dict[str, tuple[tuple[str, Decimal], ...]] = field(default_factory=dict)
    #: Maps asked, and the words they had no code for.
    asked: dict[Ref, str] = field(default_factory=dict)
    cases: Decimal | None = None
    unit: str = ""
    #: Words by which the row was kept: two rows of one unit may differ in them alone.
    part: str = ""
    deleted: bool = False

    def take(self, fills: str, sense: Sense, written: str) -> None:
        """Take in the meaning of a word."""
        if sense.map is not None:
            self.asked[sense.map] = written if sense.lost else self.asked.get(sense.map, "")
        if fills == "unit":
            self.unit = sense.codes[0][0] if sense.codes else ""
        elif len(sense.codes) == 1:
            self.codes[fills] = sense.codes[0][0]
        elif sense.codes:
            self.splits[fills] = sense.codes

    def also(self) -> "Said":
        """A copy for one of the row's figures."""
        codes, splits, asked = self.codes.copy(), self.splits.copy(), self.asked.copy()
        return Said(codes, splits, asked, self.cases, self.unit, self.part, self.deleted)


class Words:
    """Reads what rows say; remembers what repeats from row to row."""

    def __init__(
        self, layout: Layout, dataflow: Ref, structure: Structure, translator: Translator
    ) -> None:
        self._layout = layout
        self._ours = (str(dataflow), str(structure.dsd.ref))
        self._translator = translator
        self._sdmx = layout.form == "sdmx-csv"
        self._known: dict[tuple[int, str, str], Sense] = {}

    def is_kept(self, cell: Placed) -> bool:
        """Whether a column that tells rows apart leaves this row in; Unfit for a word of neither.

        `*` among the words to leave out stands for all others.
        """
        column = cell.bound.column
        if column.role != "rows":
            return True
        written = self.word(cell)
        if written in column.keep or written in column.skip or "*" in column.skip:
            return written in column.keep
        raise Unfit("UNKNOWN-ROW", ", ".join((*column.keep, *column.skip)))

    def word(self, cell: Placed) -> str:
        """What a cell says, in the form in which words are compared."""
        return spelling(text(cell.written))

    def take(self, cell: Placed, said: Said, provenance: dict[str, str]) -> None:
        """Take in what a cell says that is no figure; Unfit if that cannot be done."""
        column = cell.bound.column
        if column.role == "provenance":
            provenance[column.fills] = spelling(text(cell.written))
        elif column.role == "rows":
            said.part += f"{self.word(cell)};"
        elif column.role == "cases":
            said.cases = self.cases(cell)
        elif column.role in ("component", "unit"):
            written = self.word(cell)
            said.take(column.fills, self._sense(cell.bound, column.fills, written), written)

    def heading(self, bound: Bound, said: Said) -> None:
        """Take in the word a heading holds."""
        if bound.column.word is None:
            return
        at = (bound.position, "word", bound.word)
        if at not in self._known:
            try:
                self._known[at] = self._translator.sense(bound.column.word, bound.word)
            except Unfit as unfit:
                unfit.word = bound.word
                raise
        said.take(bound.column.word.fills, self._known[at], bound.word)

    def cases(self, cell: Placed) -> Decimal | None:
        """Number of survey cases; a cell without one tells nothing."""
        written = self.word(cell)
        found = None if written in ("", *self._layout.missing) else self.number(cell.written)
        if found is not None and (found < 0 or found % 1):
            raise Unfit("BAD-NUMBER", "a number of cases is a whole number")
        return found

    def number(self, written: Cell) -> Decimal:
        """A figure as the layout says it is printed; Unfit for anything else."""
        if isinstance(written, Decimal):
            if not written.is_finite() or abs(written.adjusted()) >= MAX_DIGITS:
                raise Unfit("BAD-NUMBER", f"no count has {MAX_DIGITS} digits")
            return written
        decimal, thousands = self._layout.decimal, self._layout.thousands
        if self._sdmx:
            decimal, thousands = ".", ""
        try:
            return parse(written, decimal, thousands)
        except AmbiguousNumber as error:
            raise Unfit("AMBIGUOUS-NUMBER") from error
        except BadNumber as error:
            detail = f"decimal {decimal!r}, thousands {thousands!r}"
            raise Unfit("BAD-NUMBER", detail) from error

    def _sense(self, bound: Bound, fills: str, written: str) -> Sense:
        at = (bound.position, fills, written)
        if at not in self._known:
            self._known[at] = self._translated(bound, written)
        return self._known[at]

    def _translated(self, bound: Bound, written: str) -> Sense:
        if ":" in bound.heading and self._sdmx:
            written = written.partition(":")[0].strip()
        if bound.column.fills in _STRUCTURE_COLUMNS:
            return self._same_dataflow(bound.column.fills, written)
        return self._translator.sense(bound.column, written)

    def _same_dataflow(self, id: str, written: str) -> Sense:
        """DATAFLOW (1.0) and STRUCTURE_ID (2.x) must name this dataflow; the rest is ignored."""
        if written and id in ("DATAFLOW", "STRUCTURE_ID") and written not in self._ours:
            raise Unfit("OTHER-DATAFLOW", self._ours[0])
        return Sense()


def no_words() -> dict[str, str]:
    """Provenance of a row before it was read."""
    return dict.fromkeys(PROVENANCE, "")


def filled(value: str, words: Mapping[str, str]) -> str:
    """Put the row's provenance in the place of `{document}` and the like."""
    for word, said in words.items():
        value = value.replace("{" + word + "}", said)
    return value
