"""A delimited text file to rows of text, in the encoding its layout names."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator

from api.publish.table import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    Misfit,
    Row,
    Unreadable,
)

_CODECS = {"utf-8": "utf-8-sig", "utf-16": "utf-16", "windows-1258": "cp1258"}
#: What codecs say of bytes that end in the middle of a letter.
_CUT = ("unexpected end of data", "truncated data")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(content: bytes, encoding: str, delimiter: str) -> Iterator[Row]:
    """Yield the rows that hold something, letters composed (NFC), numbered from 1 as records.

    Raises Unreadable: another encoding than the one named, an open quotation mark at the end
    (half a file), more columns or rows or longer cells than any table has.
    """
    lines = io.StringIO(_decoded(content, encoding), newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = held = 0
    try:
        for number, cells in enumerate(reader, 1):
            held += len(cells)
            if len(cells) > MAX_COLUMNS or number > MAX_ROWS or held > MAX_CELLS:
                raise Unreadable(_too_large(number, len(cells)))
            if any(cells):
                yield Row(number, tuple(cells))
    except csv.Error as error:
        raise Unreadable(Misfit("BROKEN-FILE", number + 1, detail=str(error))) from error


def _too_large(number: int, width: int) -> Misfit:
    return Misfit("TOO-LARGE", number, detail=f"{width} columns, {number} rows so far")


def _decoded(content: bytes, encoding: str) -> str:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), encoding)
    if marked != encoding:
        raise Unreadable(_wrong(1, "", f"the file begins with the mark of {marked}"))
    if encoding == "windows-1258" and _is_utf_8(content):
        raise Unreadable(_wrong(None, "", "every byte of the file is valid UTF-8"))
    try:
        found = content.decode(_CODECS[encoding])
    except UnicodeDecodeError as error:
        if error.end == len(content) and error.reason in _CUT:
            detail = "the last letter is not whole"
            raise Unreadable(
                Misfit("BROKEN-FILE", _lines(content, error.start, encoding), detail=detail)
            ) from error
        row = _lines(content, error.start, encoding)
        bad = content[error.start : error.start + 4].hex(" ")
        raise Unreadable(_wrong(row, bad, f"{error.reason} at byte {error.start}")) from error
    if "\x00" in found or "\ufffd" in found:
        at = min(found.find(mark) for mark in "\x00\ufffd" if mark in found)
        row = found.count("\n", 0, at) + 1
        raise Unreadable(_wrong(row, "", "a letter is already lost, or this is no text"))
    return unicodedata.normalize("NFC", found)


def _wrong(row: int | None, value: str, detail: str) -> Misfit:
    return Misfit("WRONG-ENCODING", row, value=value, detail=detail)


def _is_utf_8(content: bytes) -> bool:
    """Whether the bytes are UTF-8 with letters beyond ASCII, which 1258 would garble silently."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not content.isascii()


def _lines(content: bytes, end: int, encoding: str) -> int:
    step = 2 if encoding == "utf-16" else 1
    return content[: end - end % step].decode("latin-1").count("\n") + 1
