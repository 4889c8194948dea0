"""Rows of SDMX-CSV, for every version of it (SDMX-CSV field guides 1.0, 2.0, 2.1; RFC 4180).

Lines end in CR LF and fields are quoted as in RFC 4180; separator and decimal mark are always comma
and dot, because readers such as pandas take nothing else. Cells are data, never altered: one that
begins with `=`, `+`, `-` or `@` is a formula to a spreadsheet program, so open such files through
its import of text. An observation without a value has an empty cell, zero is `0`, and a withheld
value is an empty cell beside its OBS_STATUS.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from api.formats.base import Options
from api.formats.data._period import days
from api.formats.data._pieces import (
    Cells,
    Labels,
    attribute_sets,
    constant_attributes,
    first_of,
    instant,
    is_numeric,
    keys_only,
    observations,
    portions,
)
from api.model.artefact import Component
from api.model.dataset import DataMessage, DataSet, Series

_SPECIAL = re.compile('[",\r\n]')
#: Marks in the text of a row; XML 1.0 and our definitions both forbid them in data.
_POINT, _KEY_POINT, _VALUE = "\x00", "\x01", "\x02"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What a version of the format writes around the components."""

    #: Headings before the components.
    headings: Callable[[Options], list[str]]
    #: Cells under them, unquoted. `SERIES_KEY` and `OBS_KEY` stand for the keys of the row.
    cells: Callable[[DataSet, Labels, Options], list[str]]
    #: Headings of a component under the `labels` option, unquoted: (component, name, option).
    component: Callable[[Component, str, str], list[str]]
    #: Columns after the components in an answer about changes, and their cells.
    revision: tuple[str, ...]
    revision_cells: Callable[[DataSet], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What all rows of a message share."""

    columns: Sequence[Component]
    options: Options
    lead: Lead
    revisions: bool


def quote(text: str) -> str:
    """A field as RFC 4180 wants it."""
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text


def write(message: DataMessage, options: Options, lead: Lead) -> Iterator[bytes]:
    """The header row at once, then rows in portions."""
    first, datasets = first_of(message)
    frame = _Frame(
        columns=_columns(message, first),
        options=options,
        lead=lead,
        revisions=message.revisions or bool(first and first.valid_from),
    )
    rows = (text for dataset in datasets for text in _Rows(dataset, frame).texts())
    yield from portions(chain((_header(message, frame),), rows))


def _columns(message: DataMessage, first: DataSet | None) -> list[Component]:
    """Dimensions, measures, attributes of all structures, each group in order of first mention.

    The first data set tells what was asked for. Where it is no guide (a deletion, or a structure
    with attributes of its own) every component has a column.
    """
    groups: list[dict[str, Component]] = [{}, {}, {}]
    for structure in message.structures:
        time = (structure.time,) if structure.time else ()
        parts = ((*structure.dimensions, *time), structure.measures, structure.attributes)
        for group, components in zip(groups, parts, strict=True):
            for component in components:
                group.setdefault(component.id, component)
    if first is not None and first.action != "Delete":
        _narrow(groups, first)
    return [component for group in groups for component in group.values()]


def _narrow(groups: list[dict[str, Component]], first: DataSet) -> None:
    asked = {component.id for component in first.measures}
    asked |= {component.id for component in first.observation_attributes}
    asked |= {component.id for component, _ in constant_attributes(first)}
    own = {component.id for component in first.structure.components}
    for group in groups[1:]:
        for id in list(group):
            if id not in asked and (id in own or not asked):
                del group[id]
    if keys_only(first) and not first.flat:
        groups[0].pop(first.observation.id, None)


def _header(message: DataMessage, frame: _Frame) -> str:
    cells = frame.lead.headings(frame.options)
    for component in frame.columns:
        owner = next(s for s in message.structures if s.component(component.id))
        name = Labels(owner, frame.options.languages).component(component)
        cells += frame.lead.component(component, name, frame.options.labels)
    if frame.revisions:
        cells += frame.lead.revision
    return ",".join(map(quote, cells)) + "\r\n"


class _Rows:
    """Rows of one data set.

    The text of a row is made once a series, with marks where the observation's own pieces go; the
    rows of the series are then joins of its parts with pieces made once a data set.
    """

    def __init__(self, dataset: DataSet, frame: _Frame) -> None:
        self._dataset = dataset
        self._frame = frame
        self._labels = Labels(dataset.structure, frame.options.languages)
        self._empty = "," if frame.options.labels == "name" else ""
        self._places = {component.id: n for n, component in enumerate(dataset.key)}
        self._constants = {component.id: value for component, value in constant_attributes(dataset)}
        self._attributes = {
            component.id: n for n, component in enumerate(dataset.observation_attributes)
        }
        self._codes = [Cells(partial(self._cell, component)) for component in dataset.key]
        lead = frame.lead.cells(dataset, self._labels, frame.options)
        self._lead = [quote(text) for text in lead]
        end = frame.lead.revision_cells(dataset) if frame.revisions else ()
        self._end = [quote(text) for text in end]

    def texts(self) -> Iterator[str]:
        """One text a series."""
        dataset = self._dataset
        points = [self._cell(dataset.observation, point) for point in dataset.points]
        tails = [self._tail(values) for values in attribute_sets(dataset)]
        for series in dataset.series:
            text = self._template(series)
            if not series.positions:
                yield self._bare(text)
            elif _KEY_POINT in text:
                before, rest = text.split(_KEY_POINT)
                after = rest.replace(_POINT, _VALUE).split(_VALUE)
                raw = dataset.points
                yield "".join(
                    [
                        f"{before}{raw[p]}{after[0]}{points[p]}{after[1]}{v}{after[2]}{tails[a]}"
                        for p, v, a in self._cells(series)
                    ]
                )
            else:
                before, middle, after_value = text.replace(_POINT, _VALUE).split(_VALUE)
                if after_value:
                    yield "".join(
                        [
                            f"{before}{points[p]}{middle}{v}{after_value}{tails[a]}"
                            for p, v, a in self._cells(series)
                        ]
                    )
                else:
                    yield "".join(
                        [
                            f"{before}{points[p]}{middle}{v}{tails[a]}"
                            for p, v, a in self._cells(series)
                        ]
                    )

    def _cells(self, series: Series) -> Iterator[tuple[int, str, int]]:
        """Observations with the cells of their values."""
        found = observations(self._dataset, series)
        if all(is_numeric(measure) for measure in self._dataset.measures):
            return found
        measure = self._dataset.measures[0]
        return ((p, self._cell(measure, v) if v else v, a) for p, v, a in found)

    def _bare(self, text: str) -> str:
        """The row of a series of which only key and attributes were asked for."""
        text = text.replace(f".{_KEY_POINT}", "").replace(_KEY_POINT, "")
        text = text.replace(_POINT, self._empty).replace(_VALUE, "")
        return text + self._tail(())

    def _cell(self, component: Component, value: str) -> str:
        """A component's cell or, with labels=name, its two cells."""
        option = self._frame.options
        if component.role == "time" and option.time_format == "normalized":
            value = _normalized(value)
        name = self._labels.code(component, value) if option.labels != "id" else ""
        if option.labels == "name":
            return f"{quote(value)},{quote(name)}"
        return quote(f"{value}: {name}") if name else quote(value)

    def _template(self, series: Series) -> str:
        """The row up to its attributes, with marks for point and value."""
        cells = [self._lead_cell(text, series) for text in self._lead]
        measures = {measure.id for measure in self._dataset.measures}
        valued = False
        for column in self._frame.columns:
            if column.role == "attribute":
                continue
            if (n := self._places.get(column.id)) is not None:
                cells.append(self._codes[n][series.key[n]])
            elif column.id == self._dataset.observation.id:
                cells.append(_POINT)
            elif column.id in measures:
                cells.append(_VALUE + self._empty)
                valued = True
            else:
                cells.append(self._empty)
        text = ",".join(cells)
        return text if valued else text + _VALUE

    def _lead_cell(self, text: str, series: Series) -> str:
        """A leading cell, or the key that stands for one (`keys` option)."""
        if text not in ("SERIES_KEY", "OBS_KEY"):
            return text
        structure = self._dataset.structure
        codes = dict(zip((c.id for c in self._dataset.key), series.key, strict=True))
        if text == "OBS_KEY":
            codes[self._dataset.observation.id] = _KEY_POINT
        time = (structure.time,) if structure.time else ()
        order = (*structure.dimensions, *time)
        return quote(".".join(codes[found.id] for found in order if found.id in codes))

    def _tail(self, values: tuple[str | None, ...]) -> str:
        """Attribute cells and the end of the line."""
        cells = [
            self._attribute(component, values)
            for component in self._frame.columns
            if component.role == "attribute"
        ]
        return "".join(f",{cell}" for cell in [*cells, *self._end]) + "\r\n"

    def _attribute(self, component: Component, values: tuple[str | None, ...]) -> str:
        n = self._attributes.get(component.id)
        value = self._constants.get(component.id) if n is None or not values else values[n]
        return self._empty if value is None else self._cell(component, value)


def _normalized(period: str) -> str:
    """First day of a period, the finest there is; an instant or a range stays as it is."""
    found = days(period)
    return found[0].isoformat() if found else period


def validity(dataset: DataSet) -> list[str]:
    """The instants a data set is valid between, "" for an open end."""
    return [instant(moment) if moment else "" for moment in (dataset.valid_from, dataset.valid_to)]


def reference(dataset: DataSet) -> tuple[str, str]:
    """What a row's data belong to: (`dataflow` or `dataprovision`, AGENCY:ID(VERSION))."""
    if dataset.agreement:
        return "dataprovision", str(dataset.agreement)
    return "dataflow", str(dataset.structure.dataflow.ref)
