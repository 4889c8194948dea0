"""Tables broken in one way each: one that passes, and edits as the files under `failing` say."""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

#: Every source fails in each of these ways, or its file says why that cannot be.
WAYS = (
    "missing column",
    "other encoding",
    "mixed encodings",
    "half a file",
    "no number",
    "ambiguous number",
    "negative",
    "row twice",
    "unknown word",
    "hidden mark",
    "no period",
    "part above its total",
    "unit slip",
)

Rows = list[list[str]]

#: Stands for bytes that are no text until the table is written.
_RAW = "§"


def broken(table: Path, delimiter: str, edits: list[Mapping[str, Any]]) -> bytes:
    """The table's bytes after the edits, in UTF-8 unless one says `encode`.

    An edit is named by its first key, see `EDITS`; `encode` names an encoding, `cut` takes bytes
    off the end. Rows and columns count from 1.
    """
    rows = list(csv.reader(io.StringIO(table.read_text("utf-8")), delimiter=delimiter))
    encoding, cut, raw = "utf-8", 0, b""
    for edit in edits:
        name = next(iter(edit))
        if name in EDITS:
            rows = EDITS[name](rows, edit)
        encoding, cut = edit.get("encode", encoding), edit.get("cut", cut)
        raw = bytes.fromhex(edit["is"]) if name == "bytes" else raw
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    content = text.getvalue().encode(encoding).replace(_RAW.encode(encoding), raw)
    return content[: len(content) - cut]


def _cell(rows: Rows, edit: Mapping[str, Any]) -> Rows:
    row, column = edit["cell"]
    rows[row - 1][column - 1] = edit["is"]
    return rows


def _bytes(rows: Rows, edit: Mapping[str, Any]) -> Rows:
    return _cell(rows, {"cell": edit["bytes"], "is": _RAW})


def _replace(rows: Rows, edit: Mapping[str, Any]) -> Rows:
    old, new = edit["replace"]
    return [[cell.replace(old, new) for cell in row] for row in rows]


def _thousandfold(rows: Rows, edit: Mapping[str, Any]) -> Rows:
    column = edit["thousandfold"] - 1
    for row in rows[edit["from"] - 1 :]:
        if row[column:] and row[column].isdecimal():
            row[column] += "000"
    return rows


def _drop_column(rows: Rows, edit: Mapping[str, Any]) -> Rows:
    column = edit["drop_column"]
    return [row[: column - 1] + row[column:] for row in rows]


def _repeat_row(rows: Rows, edit: Mapping[str, Any]) -> Rows:
    row = edit["repeat_row"]
    return [*rows[:row], rows[row - 1], *rows[row:]]


def _add_row(rows: Rows, edit: Mapping[str, Any]) -> Rows:
    return [*rows, edit["add_row"]]


#: Edits of rows by name: `{cell = [row, column], is = "text"}`, `{bytes = [row, column], is =
#: "hex"}`, `{replace = ["2024", "2025"]}` throughout, `{thousandfold = column, from = row}`.
EDITS: Mapping[str, Callable[[Rows, Mapping[str, Any]], Rows]] = {
    "cell": _cell,
    "bytes": _bytes,
    "replace": _replace,
    "thousandfold": _thousandfold,
    "drop_column": _drop_column,
    "repeat_row": _repeat_row,
    "add_row": _add_row,
}
