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
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Misfit,
    Row,
    Unreadable,
)

_CELL = re.compile(rb"""<(?:\w+:)?c\b""")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,4})([0-9]{1,9})["']""")
_SHEET = re.compile(r"(?i)xl/worksheets/[^/]+\.(xml|bin)")
_PIECE = 2**20
#: Longest piece of a tag that may be cut by the end of a piece read.
_OVERLAP = 64
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
            members = archive.infolist()
            if any("vbaproject" in member.filename.lower() for member in members):
                raise Unreadable(Misfit("MACROS"))
            left = MAX_BYTES
            for member in members:
                left -= _read_member(archive, member, left)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(Misfit("BROKEN-FILE", detail=str(error))) from error


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    """Unpack one member without keeping it; return its true size."""
    size = cells = 0
    extent = (0, 0)
    tail = b""
    is_sheet = _SHEET.fullmatch(member.filename) is not None
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > left:
                raise Unreadable(Misfit("TOO-LARGE", detail=f"unpacked over {MAX_BYTES} bytes"))
            if is_sheet:
                cells += len(_CELL.findall(piece))
                extent = _extent(tail + piece, extent)
                tail = piece[-_OVERLAP:]
    _refuse_wide(cells, *extent)
    return size


def _refuse_wide(cells: int, rows: int, columns: int) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS or max(cells, rows * columns) > MAX_CELLS:
        detail = f"{cells} cells in {rows} rows and {columns} columns"
        raise Unreadable(Misfit("TOO-LARGE", detail=detail))


def _extent(piece: bytes, extent: tuple[int, int]) -> tuple[int, int]:
    rows, columns = extent
    for letters, number in _PLACE.findall(piece):
        rows = max(rows, int(number))
        columns = max(columns, _column(letters))
    return rows, columns


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
