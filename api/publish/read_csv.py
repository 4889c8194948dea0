"""A delimited text file to rows of text, in the encoding its layout names.

The file is read twice, piece by piece: once to know that it is text and to take its hash, once
for its rows.
"""

import codecs
import csv
import hashlib
import io
import os
import unicodedata
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from api.publish.table import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT_BYTES,
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

_PIECE = 2**20


class Checked(NamedTuple):
    """What is known of a text file before its rows are read."""

    sha256: str
    #: Whether its last line ends as lines do.
    ended: bool
    #: Size and time of change.
    state: tuple[int, int]


def check_text(stream: BinaryIO, encoding: str) -> Checked:
    """Read a file once: its hash, and that all of it is text in the encoding named.

    Raises Unreadable: another encoding, half a letter at the end, a letter that is lost.
    """
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder(_CODECS[encoding])()
    size, line, last = 0, 1, b""
    if encoding == "windows-1258" and _is_utf_8(stream):
        raise Unreadable(_wrong(None, "", "every byte of the file is valid UTF-8"))
    for piece in _pieces(stream):
        if not size:
            _same_mark(piece, encoding)
        digest.update(piece)
        line += _decoded(decoder, piece, encoding, size, line)
        size, last = size + len(piece), piece[-4:]
    _decoded(decoder, b"", encoding, size, line)
    return Checked(digest.hexdigest(), last.rstrip(b"\0").endswith((b"\n", b"\r")), _state(stream))


def read_csv(stream: BinaryIO, encoding: str, delimiter: str, checked: Checked) -> Iterator[Row]:
    """Yield the rows that hold something, letters composed (NFC), numbered from 1 as records.

    Raises Unreadable: an open quotation mark at the end (half a file), more columns or rows or
    longer cells than any table has, a file that was written to since it was checked.
    """
    stream.seek(0)
    lines = io.TextIOWrapper(stream, _CODECS[encoding], newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = held = 0
    try:
        for number, cells in enumerate(reader, 1):
            held += len(cells)
            if len(cells) > MAX_COLUMNS or number > MAX_ROWS or held > MAX_CELLS:
                raise Unreadable(_too_large(number, len(cells)))
            if any(cells):
                yield Row(number, tuple(map(_composed, cells)))
        if _state(stream) != checked.state:
            raise UnicodeError("it was written to while it was read")
    except (csv.Error, UnicodeError) as error:
        raise Unreadable(Misfit("BROKEN-FILE", number + 1, detail=str(error))) from error
    finally:
        lines.detach()


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    left = MAX_TEXT_BYTES
    while piece := stream.read(_PIECE):
        left -= len(piece)
        if left < 0:
            raise Unreadable(Misfit("TOO-LARGE", detail=f"over {MAX_TEXT_BYTES} bytes"))
        yield piece


def _composed(cell: str) -> str:
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)


def _state(stream: BinaryIO) -> tuple[int, int]:
    found = os.fstat(stream.fileno())
    return found.st_size, found.st_mtime_ns


def _too_large(number: int, width: int) -> Misfit:
    return Misfit("TOO-LARGE", number, detail=f"{width} columns, {number} rows so far")


def _same_mark(piece: bytes, encoding: str) -> None:
    marked = next((name for mark, name in _MARKS if piece.startswith(mark)), encoding)
    if marked != encoding:
        raise Unreadable(_wrong(1, "", f"the file begins with the mark of {marked}"))


def _decoded(
    decoder: codecs.IncrementalDecoder, piece: bytes, encoding: str, size: int, line: int
) -> int:
    """Line ends of a piece, which follows `size` bytes; an empty piece is the end of the file."""
    held = decoder.getstate()[0]
    try:
        found = decoder.decode(piece, final=not piece)
    except UnicodeDecodeError as error:
        whole = held + piece
        row = line + _lines(whole, error.start, encoding)
        if not piece and error.reason in _CUT:
            detail = "the last letter is not whole"
            raise Unreadable(Misfit("BROKEN-FILE", row, detail=detail)) from error
        bad, at = whole[error.start : error.start + 4].hex(" "), size - len(held) + error.start
        raise Unreadable(_wrong(row, bad, f"{error.reason} at byte {at}")) from error
    if "\x00" in found or "\ufffd" in found:
        at = min(found.find(mark) for mark in "\x00\ufffd" if mark in found)
        row = line + found.count("\n", 0, at)
        raise Unreadable(_wrong(row, "", "a letter is already lost, or this is no text"))
    return found.count("\n")


def _is_utf_8(stream: BinaryIO) -> bool:
    """Whether the bytes are UTF-8 with letters beyond ASCII, which 1258 would garble silently."""
    decoder, is_ascii = codecs.getincrementaldecoder("utf-8")(), True
    try:
        for piece in _pieces(stream):
            decoder.decode(piece)
            is_ascii = is_ascii and piece.isascii()
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return not is_ascii


def _wrong(row: int | None, value: str, detail: str) -> Misfit:
    return Misfit("WRONG-ENCODING", row, value=value, detail=detail)


def _lines(content: bytes, end: int, encoding: str) -> int:
    step = 2 if encoding == "utf-16" else 1
    return content[: end - end % step].decode("latin-1").count("\n")
