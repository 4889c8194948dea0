"""A ministry's file, read as its layout says, to columns of text with row numbers.

Nothing is guessed: an encoding, a separator or a column that the layout does not name is a misfit.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from api.model.representation_map import spelling
from api.model.source import Column, Layout
from api.model.structure import Structure
from api.publish.join import joined
from api.publish.read_csv import read_csv
from api.publish.read_excel import read_excel
from api.publish.rows import bound_titles, filled_down, shortened, with_titles
from api.publish.table import MAX_BYTES, Bound, Cell, Misfit, Row, Table, Unreadable, text

#: Columns of SDMX-CSV 1.0 and 2.x that are not components (SDMX 3.0 Section 5, field guide).
SDMX_CSV_COLUMNS = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION")

_TEXT = (".csv", ".tsv", ".txt")
_EXCEL = (".xlsx", ".xlsm")


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
    digest = hashlib.sha256()
    try:
        content = _bytes(path)
        digest.update(content)
        rows = list(_rows(content, path.suffix.lower(), layout))
        ended = _ended(content, path.suffix.lower())
        return _shaped(Table(file=name, sha256=digest.hexdigest()), rows, layout, structure, ended)
    except Unreadable as error:
        return Table(file=name, sha256=digest.hexdigest(), misfits=(error.misfit,))


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Unreadable(Misfit("TOO-LARGE", detail=f"over {MAX_BYTES} bytes"))
    return content


def _rows(content: bytes, suffix: str, layout: Layout) -> Iterator[Row]:
    if suffix in _TEXT:
        return read_csv(content, layout.encoding, layout.delimiter)
    if suffix in _EXCEL:
        return read_excel(content, layout.sheet)
    raise Unreadable(Misfit("UNKNOWN-FORM", value=suffix, detail=", ".join(_TEXT + _EXCEL)))


def _shaped(
    table: Table, rows: list[Row], layout: Layout, structure: Structure, ended: bool
) -> Table:
    body = layout.title_rows + layout.header_rows
    headings = _headings([row for row in rows if layout.title_rows < row.number <= body])
    if not headings:
        raise Unreadable(Misfit("MISSING-COLUMN", detail="there is no row of headings"))
    columns = layout.columns or tuple(_sdmx_csv_columns(headings, structure))
    bound, misfits = _bind(headings, columns, body)
    kept = list(_until_footer([row for row in rows if row.number > body], layout.footer))
    misfits += _crooked(kept, len(headings))
    misfits += _suspicious(kept, headings)
    if not ended:
        misfits += _broken_off(rows[-1], kept, len(headings))
    titles, said, missing = bound_titles(rows[: layout.title_rows], layout, len(headings))
    kept = filled_down(kept, [each.position for each in bound if each.column.fill_down])
    return replace(
        table,
        columns=(*bound, *titles),
        rows=tuple(with_titles(kept, len(headings), said)),
        misfits=(*misfits, *missing),
    )


def _ended(content: bytes, suffix: str) -> bool:
    """Whether the last line of a text file ends as lines do, in any encoding read here."""
    return suffix not in _TEXT or content.rstrip(b"\0").endswith((b"\n", b"\r"))


def _broken_off(last: Row, kept: list[Row], width: int) -> Iterator[Misfit]:
    """The last line of a file that does not end there, where it lacks cells and is no footer."""
    if kept[-1:] == [last] and len(last.cells) < width:
        detail = f"the last line ends after {len(last.cells)} of {width} cells"
        yield Misfit("BROKEN-FILE", last.number, detail=detail)


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


def _until_footer(rows: Iterable[Row], footer: tuple[str, ...]) -> Iterator[Row]:
    for row in rows:
        first = next((spelling(text(cell)) for cell in row.cells if cell != ""), "")
        if footer and first.startswith(footer):
            return
        yield row


def _crooked(rows: list[Row], width: int) -> list[Misfit]:
    return [
        Misfit("ROW-LENGTH", row.number, detail=f"{len(row.cells)} cells under {width} headings")
        for row in rows
        if any(cell != "" for cell in row.cells[width:])
    ]


def _suspicious(rows: list[Row], headings: list[str]) -> list[Misfit]:
    """Cells with letters one cannot see, and cells that a spreadsheet would run as a formula."""
    misfits: list[Misfit] = []
    for row in rows:
        for heading, cell in zip(headings, row.cells, strict=False):
            if isinstance(cell, str) and cell:
                misfits += _strange(row.number, heading, cell)
    return misfits


def _strange(number: int, heading: str, cell: Cell) -> Iterator[Misfit]:
    written = text(cell)
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
