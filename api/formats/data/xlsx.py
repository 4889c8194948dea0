"""Excel workbook: a sheet for a person (labels, units, notes, source), and a sheet of codes.

A workbook has a table of contents at its end, so it is written to a temporary file row by row (in
constant memory) and sent from there. Every cell that is no number is written as text: a code or a
note that begins with `=` is never a formula.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from api.errors import ResponseTooLarge
from api.formats._data.pieces import (
    PORTION,
    Labels,
    column_groups,
    column_name,
    constant_attributes,
    first_of,
    instant,
    is_numeric,
    observations,
    row_cells,
    row_columns,
)
from api.formats.base import Format, Options
from api.model.artefact import Component
from api.model.dataset import DataMessage, DataSet, Series
from api.model.text import Text, best

#: Rows of a sheet (the format's own limit).
_ROWS = 1_048_576

#: Rows kept free for what stands above and below the figures.
_SPARE = 1000

_WORDS: Mapping[str, Text] = {
    "data": {"en": "Data", "vi": "Số liệu"},
    "codes": {"en": "Codes", "vi": "Mã"},
    "dataflow": {"en": "Dataflow", "vi": "Luồng dữ liệu"},
    "prepared": {"en": "Released", "vi": "Công bố"},
    "notes": {"en": "Notes", "vi": "Ghi chú"},
    "PROVISION_AGREEMENT": {"en": "Provision agreement", "vi": "Thỏa thuận cung cấp"},
    "ACTION": {"en": "Action", "vi": "Thao tác"},
    "VALID_FROM": {"en": "Valid from", "vi": "Có hiệu lực từ"},
    "VALID_TO": {"en": "Valid to", "vi": "Có hiệu lực đến"},
}


@dataclass(slots=True, kw_only=True)
class _Sheet:
    """A worksheet that is written from the top down."""

    sheet: Any
    row: int = 0

    def write(self, cells: Sequence[str | float | None], style: Any = None) -> None:
        """One row; None leaves a cell empty. Raises ResponseTooLarge at the end of the sheet."""
        if self.row >= _ROWS - _SPARE:
            raise ResponseTooLarge(
                f"a worksheet holds at most {_ROWS - _SPARE} rows; ask for less, or for CSV"
            )
        self._put(cells, style)

    def below(self, cells: Sequence[str]) -> None:
        """One row under the figures, in the rows kept free for it."""
        self._put(cells, None)

    def _put(self, cells: Sequence[str | float | None], style: Any) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, float):
                self.sheet.write_number(self.row, column, cell, style)
            elif cell is not None:
                self.sheet.write_string(self.row, column, cell, style)
        self.row += 1


def _write(message: DataMessage, options: Options) -> Iterator[bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.xlsx"
        settings = {"constant_memory": True, "tmpdir": folder, "strings_to_urls": False}
        with xlsxwriter.Workbook(path, settings) as book:
            # The clock must not show: equal answers are equal bytes.
            book.set_properties({"created": message.header.prepared.replace(tzinfo=None)})
            _fill(book, message, options)
        with path.open("rb") as file:
            while piece := file.read(PORTION):
                yield piece


def _word(name: str, options: Options) -> str:
    return best(_WORDS[name], options.languages)


def _fill(book: Any, message: DataMessage, options: Options) -> None:
    first, datasets = first_of(message)
    bold = book.add_format({"bold": True})
    people = _Sheet(sheet=book.add_worksheet(_word("data", options)))
    codes = _Sheet(sheet=book.add_worksheet(_word("codes", options)))
    for sheet in (people.sheet, codes.sheet):
        sheet.set_column(0, 40, 18)
    columns = [component for group in column_groups(message) for component in group.values()]
    more = row_columns(message)
    _title(people, message, first, options, bold)
    names = [column_name(message, component, options.languages) for component in columns]
    people.write([*names, *(_word(name, options) for name in more)], bold)
    people.sheet.freeze_panes(people.row, 0)
    ids = [component.id for component in columns]
    codes.write(["DATAFLOW", *ids, *more], bold)
    codes.sheet.freeze_panes(1, 0)
    notes: dict[str, str] = {}
    for dataset in datasets:
        _Rows(
            dataset=dataset,
            columns=columns,
            labels=Labels(dataset.structure, options.languages),
            end=[row_cells(dataset)[name] for name in more],
            notes=notes,
        ).write(people, codes)
    people.below([])
    for note in notes.values():
        people.below([_word("notes", options), note])


def _title(
    sheet: _Sheet, message: DataMessage, first: DataSet | None, options: Options, bold: Any
) -> None:
    """Names, references, units and other attributes that hold for all figures."""
    for structure in message.structures:
        sheet.write([best(structure.dataflow.name, options.languages)], bold)
        sheet.write([_word("dataflow", options), str(structure.dataflow.ref)])
    sheet.write([_word("prepared", options), instant(message.header.prepared)])
    if first is not None:
        labels = Labels(first.structure, options.languages)
        for component, value in constant_attributes(first):
            sheet.write([labels.component(component), labels.code(component, value) or value])
    sheet.write([])


def _value(component: Component, text: str) -> str | float | None:
    """A figure as a number, anything else (`NaN` too, which Excel has not) as text."""
    if not text:
        return None
    if not is_numeric(component):
        return text
    try:
        figure = float(text)
    except ValueError:
        return text
    return figure if isfinite(figure) else text


@dataclass(slots=True, kw_only=True)
class _Rows:
    """Rows of one data set, for both sheets."""

    dataset: DataSet
    columns: Sequence[Component]
    labels: Labels
    #: Cells after the components.
    end: Sequence[str]
    #: What the codes of OBS_STATUS in use mean; filled here, for the foot of the sheet.
    notes: dict[str, str]

    def write(self, people: _Sheet, codes: _Sheet) -> None:
        """A row an observation; a row a series where it has none."""
        flow = str(self.dataset.structure.dataflow.ref)
        for series in self.dataset.series:
            for position, value, attributes in list(observations(self.dataset, series)) or [
                (-1, "", -1)
            ]:
                found = self._cells(series, position, value, attributes)
                cells = [found.get(component.id) for component in self.columns]
                codes.write([flow, *cells, *self.end])
                people.write([*map(self._label, self.columns, cells), *self.end])

    def _cells(
        self, series: Series, position: int, value: str, attributes: int
    ) -> dict[str, str | float | None]:
        dataset = self.dataset
        ids = (component.id for component in dataset.key)
        found: dict[str, str | float | None] = dict(zip(ids, series.key, strict=True))
        found |= {component.id: text for component, text in constant_attributes(dataset)}
        if position >= 0:
            found[dataset.observation.id] = dataset.points[position]
            found |= {measure.id: _value(measure, value) for measure in dataset.measures}
            components = dataset.observation_attributes
            values = dataset.attribute_sets[attributes] if components else ()
            found |= {c.id: text for c, text in zip(components, values, strict=True)}
        return found

    def _label(self, component: Component, cell: str | float | None) -> str | float | None:
        if not isinstance(cell, str):
            return cell
        name = self.labels.code(component, cell)
        if component.id == "OBS_STATUS" and name:
            self.notes[cell] = f"{cell}: {name}"
        return name or cell


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    suffix="xlsx",
    write=_write,
    family="text",
    names=("xlsx", "excel", "xls"),
    aliases={"v1": ("application/vnd.ms-excel",), "v2": ("application/vnd.ms-excel",)},
    spooled=True,
)
