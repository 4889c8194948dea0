"""A ministry's file, read as its layout says, to columns of text with row numbers.

Nothing is guessed: an encoding, a separator or a column that the layout does not name is a misfit.
"""

import hashlib
import unicodedata
from collections import Counter, deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from api.model.representation_map import spelling
from api.model.source import Column, Layout
from api.model.structure import Structure
from api.publish.join import joined
from api.publish.read_csv import check_text, read_csv
from api.publish.read_excel import read_excel
from api.publish.rows import bound_titles, filled_down, shortened, with_titles
from api.publish.table import MAX_BYTES, Bound, Cell, Misfit, Misfits, Row, Table, Unreadable, text

#: Columns of SDMX-CSV 1.0 and 2.x that are not components (SDMX 3.0 Section 5, field guide).
SDMX_CSV_COLUMNS = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION")

_TEXT = (".csv", ".tsv", ".txt")
_EXCEL = (".xlsx", ".xlsm")

#: Cells remembered as harmless; most of a large table repeat.
_KNOWN = 100_000


def read_table(path: Path, name: str, layout: Layout, structure: Structure) -> Table:
    """Read a file, or a folder of files that are one table (a file a province).

    `name` is what findings call it. Never raises for what the file holds. A file that cannot be
    opened at all raises OSError.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if not file.name.startswith("."))
        return joined(name, (_read(file, file.name, layout, structure) for file in files))
    return _read(path, name, layout, structure)


def _read(path: Path, name: str, layout: Layout, structure: Structure) -> Table:
    suffix = path.suffix.lower()
    try:
        if suffix in _TEXT:
            return _read_text(path, name, layout, structure)
        if suffix in _EXCEL:
            content = _bytes(path)
            sha256 = hashlib.sha256(content).hexdigest()
            shape = _Shape(name, sha256, layout, structure)
            return shape.table(read_excel(content, layout.sheet))
        detail = ", ".join(_TEXT + _EXCEL)
        raise Unreadable(Misfit("UNKNOWN-FORM", value=suffix, detail=detail))
    except Unreadable as error:
        return Table(file=name, sha256=_hash(path), misfits=Misfits([error.misfit]))


def _read_text(path: Path, name: str, layout: Layout, structure: Structure) -> Table:
    with path.open("rb") as stream:
        checked = check_text(stream, layout.encoding)

    def rows() -> Iterator[Row]:
        with path.open("rb") as stream:
            yield from read_csv(stream, layout.encoding, layout.delimiter, checked)

    return _Shape(name, checked.sha256, layout, structure, ended=checked.ended).table(rows())


def _hash(path: Path) -> str:
    """The hash of a file that cannot be read otherwise, as far as it is read at all."""
    with path.open("rb") as stream:
        return hashlib.sha256(stream.read(MAX_BYTES)).hexdigest()


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Unreadable(Misfit("TOO-LARGE", detail=f"over {MAX_BYTES} bytes"))
    return content


class _Shape:
    """One file on its way through the layout: headings first, then row by row."""

    def __init__(
        self, name: str, sha256: str, layout: Layout, structure: Structure, *, ended: bool = True
    ) -> None:
        self._name, self._sha256, self._ended = name, sha256, ended
        self._layout, self._structure = layout, structure
        self._misfits = Misfits()
        self._unsuspicious: set[Cell] = set()

    def table(self, rows: Iterator[Row]) -> Table:
        """The table, its headings read. Raises Unreadable."""
        layout = self._layout
        body = layout.title_rows + layout.header_rows
        above, rest = _until(rows, body)
        headings = _headings([row for row in above if row.number > layout.title_rows])
        if not headings:
            raise Unreadable(Misfit("MISSING-COLUMN", detail="there is no row of headings"))
        columns = layout.columns or tuple(_sdmx_csv_columns(headings, self._structure))
        bound, misfits = _bind(headings, columns, body)
        self._misfits.extend(misfits)
        titles, said, missing = bound_titles(above, layout, len(headings))
        self._misfits.extend(missing)
        down = [each.position for each in bound if each.column.fill_down]
        kept = filled_down(self._kept(rest, headings), down)
        return Table(
            file=self._name,
            sha256=self._sha256,
            columns=(*bound, *titles),
            rows=with_titles(kept, len(headings), said),
            misfits=self._misfits,
        )

    def _kept(self, rows: Iterator[Row], headings: list[str]) -> Iterator[Row]:
        """Rows up to the footer; what is wrong with one is recorded."""
        width = len(headings)
        last = None
        for row in rows:
            if _is_footer(row, self._layout.footer):
                deque(rows, maxlen=0)
                return
            last = row
            if any(cell != "" for cell in row.cells[width:]):
                detail = f"{len(row.cells)} cells under {width} headings"
                self._misfits.append(Misfit("ROW-LENGTH", row.number, detail=detail))
            self._look_at(row, headings)
            yield row
        if not self._ended and last and len(last.cells) < width:
            detail = f"the last line ends after {len(last.cells)} of {width} cells"
            self._misfits.append(Misfit("BROKEN-FILE", last.number, detail=detail))

    def _look_at(self, row: Row, headings: list[str]) -> None:
        """Record cells with letters one cannot see, and those a spreadsheet would run."""
        known = self._unsuspicious
        for at, cell in enumerate(row.cells[: len(headings)]):
            if cell in known or not cell or not isinstance(cell, str):
                continue
            found = list(_strange(row.number, headings[at], cell))
            self._misfits.extend(found)
            if not found and len(known) < _KNOWN:
                known.add(cell)


def _until(rows: Iterator[Row], number: int) -> tuple[list[Row], Iterator[Row]]:
    """Rows up to a number, and the others."""
    above: list[Row] = []
    for row in rows:
        if row.number > number:
            return above, chain([row], rows)
        above.append(row)
    return above, iter(())


def _headings(rows: list[Row]) -> list[str]:
    """One heading a column; in upper rows an empty cell repeats the one to its left (merged)."""
    width = max((len(row.cells) for row in rows), default=0)
    parts: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows, 1):
        left = ""
        for index in range(width):
            own = spelling(text(row.cells[index])) if index < len(row.cells) else ""
            left = own or left
            said = own if depth == len(rows) else left
            if said and said not in parts[index][-1:]:
                parts[index].append(said)
    return [" / ".join(part) for part in parts]


def _bind(
    headings: list[str], columns: tuple[Column, ...], row: int
) -> tuple[list[Bound], list[Misfit]]:
    bound: list[Bound] = []
    misfits: list[Misfit] = []
    for index, heading in enumerate(headings):
        found = _bound(index, heading, columns)
        bound += found
        if heading and not found:
            misfits.append(Misfit("UNDECLARED-COLUMN", row, heading))
    for heading, count in Counter(headings).items():
        if heading and count > 1:
            misfits.append(Misfit("REPEATED-COLUMN", row, heading))
    there = {each.column.heading for each in bound}
    said = shortened(headings)
    misfits += (
        Misfit("MISSING-COLUMN", row, heading, detail=f"the headings are {said}")
        for heading in dict.fromkeys(each.heading for each in columns if not each.optional)
        if heading not in there and not any(c.heading == heading and c.optional for c in columns)
    )
    return bound, misfits


def _bound(index: int, heading: str, columns: tuple[Column, ...]) -> list[Bound]:
    """The first declared heading that this one is, with everything its cells are for."""
    found: list[Bound] = []
    for column in columns:
        if found and column.heading != found[0].column.heading:
            continue
        if match := column.matches(heading):
            words = match.groupdict()
            period, word = words.get("period", ""), words.get("word", "")
            found.append(Bound(index, heading, column, period, word))
    return found


def _sdmx_csv_columns(headings: list[str], structure: Structure) -> Iterator[Column]:
    """Columns of an SDMX-CSV file by its own headings; with labels=both the id comes first."""
    for heading in headings:
        id = heading.partition(":")[0].strip()
        measure = any(each.id == id for each in structure.measures)
        if measure:
            yield Column(heading=heading, role="values", fills=id)
        elif structure.component(id) or id in SDMX_CSV_COLUMNS:
            yield Column(heading=heading, role="component", fills=id)
    for component in (*structure.dimensions, *filter(None, [structure.time])):
        if not any(heading.partition(":")[0].strip() == component.id for heading in headings):
            yield Column(heading=component.id, role="component", fills=component.id)


def _is_footer(row: Row, footer: tuple[str, ...]) -> bool:
    if not footer:
        return False
    first = next((spelling(text(cell)) for cell in row.cells if cell != ""), "")
    return first.startswith(footer)


def _strange(number: int, heading: str, cell: Cell) -> Iterator[Misfit]:
    written = text(cell)
    if written.isascii() and written.isprintable() and written[0] not in "=@+-":
        return
    if not written.isascii():
        hidden = [
            letter for letter in written if unicodedata.category(letter) in ("Cf", "Co", "Cn")
        ]
        if hidden:
            names = ", ".join(f"U+{ord(letter):04X}" for letter in hidden[:5])
            yield Misfit("HIDDEN-CHARACTER", number, heading, written[:200], names)
    elif any(ord(letter) < 32 and letter not in "\t\r\n" for letter in written):
        yield Misfit("HIDDEN-CHARACTER", number, heading, repr(written[:200]), "control character")
    if written[0] in "=@" or (written[0] in "+-" and written[1:2].isalpha()):
        yield Misfit("FORMULA-TEXT", number, heading, written[:200])
