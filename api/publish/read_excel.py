"""An Excel workbook (.xlsx) to rows of text and numbers.

The reader lays a sheet out in memory by its outermost cell, so two cells far apart would take
terabytes, and a small archive may hold gigabytes: both are measured before it sees the file.
"""

import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from decimal import Decimal

from python_calamine import CalamineWorkbook

from api.publish.table import (
    MAX_BYTES,
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Misfit,
    Row,
    Unreadable,
)

#: A cell, and the place a row or a cell gives itself. The reader takes small letters, too.
_CELL = re.compile(rb"<(?:\w+:)?c\b")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,12})([0-9]{1,12})["']""")

#: A cell whose formula failed, or was never calculated: the reader would call both empty.
_FAILED = re.compile(rb"""<(?:\w+:)?c\b[^>]*\bt\s*=\s*["']e["'][^>]*>""")
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?c\b[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)

#: Members of other formats that the reader would understand but this module does not measure.
_OTHER_FORMATS = {"content.xml", "xl/workbook.bin"}

#: Cells of the rectangle a sheet spans, empty ones included: about 200 MB in memory.
MAX_SPAN = 4_000_000

_EXCEL_VALUE = (
    str
    | int
    | float
    | bool
    | datetime.date
    | datetime.time
    | datetime.datetime
    | datetime.timedelta
)


def read_excel(content: bytes, sheet: str) -> Iterator[Row]:
    """Yield the rows of a sheet (the first if `sheet` is empty) that hold something.

    Numbers are the numbers Excel holds, to its 15 digits; dates are ISO text. Raises Unreadable.
    """
    _measure(content)
    for number, cells in enumerate(_grid(content, sheet), 1):
        texts = tuple(_cell(value) for value in cells)
        if any(part != "" for part in texts):
            yield Row(number, _trimmed(texts))


def _grid(content: bytes, sheet: str) -> list[list[_EXCEL_VALUE]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if sheet and sheet not in book.sheet_names:
            raise Unreadable(
                Misfit("MISSING-SHEET", value=sheet, detail=", ".join(book.sheet_names))
            )
        found = book.get_sheet_by_name(sheet) if sheet else book.get_sheet_by_index(0)
        return found.to_python(skip_empty_area=False)
    except (Unreadable, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # A panic of the reader's native code is a BaseException and means the file, not us.
        raise Unreadable(
            Misfit("BROKEN-FILE", detail=str(error) or type(error).__name__)
        ) from error


def _measure(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {member.filename.lower() for member in archive.infolist()}
            if any("vbaproject" in name for name in names):
                raise Unreadable(Misfit("MACROS"))
            if names & _OTHER_FORMATS:
                raise Unreadable(Misfit("BROKEN-FILE", detail="this is no .xlsx workbook"))
            left = MAX_BYTES
            for member in archive.infolist():
                left -= _measure_member(archive, member, left)
    except Unreadable:
        raise
    except Exception as error:
        # A damaged archive raises whatever the layer says that meets the damage first.
        raise Unreadable(Misfit("BROKEN-FILE", detail=str(error))) from error


def _measure_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Unpack one member, whatever it is called: any may be a sheet. Return its true size."""
    with archive.open(member) as stream:
        unpacked = stream.read(left + 1)
    if len(unpacked) > left:
        raise Unreadable(Misfit("TOO-LARGE", detail=f"unpacked over {MAX_BYTES} bytes"))
    _refuse_formulas(member.filename, unpacked)
    cells = sum(1 for _ in _CELL.finditer(unpacked))
    rows = columns = 0
    for letters, number in set(_PLACE.findall(unpacked)):
        rows = max(rows, int(number))
        columns = max(columns, _column(letters.upper()))
    if rows > MAX_ROWS or columns > MAX_COLUMNS or max(cells, rows * columns) > MAX_SPAN:
        detail = f"{cells} cells in {rows} rows and {columns} columns"
        raise Unreadable(Misfit("TOO-LARGE", detail=detail))
    return len(unpacked)


def _refuse_formulas(name: str, unpacked: bytes) -> None:
    """A formula without a result is no empty cell; the figure exists and is not there."""
    for pattern, what in ((_FAILED, "failed"), (_UNCALCULATED, "was never calculated")):
        if found := pattern.search(unpacked):
            place = _PLACE.search(found[0])
            where = (place[1] + place[2]).decode() if place else "a cell"
            detail = f"the formula in {where} of {name} {what}"
            raise Unreadable(Misfit("BROKEN-FILE", int(place[2]) if place else None, detail=detail))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell(value: _EXCEL_VALUE) -> Cell:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return Decimal(format(value, ".15g"))
    if isinstance(value, str):
        if len(value) > MAX_CELL_LENGTH:
            raise Unreadable(Misfit("TOO-LARGE", detail=f"a cell of {len(value)} characters"))
        return unicodedata.normalize("NFC", value)
    return value.isoformat() if not isinstance(value, datetime.timedelta) else str(value)


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(cells)
    while end and cells[end - 1] == "":
        end -= 1
    return cells[:end]
