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

from api.formats._data import gather
from api.formats._data.gather import gathered
from api.formats._data.period import days
from api.formats._data.pieces import (
    Cells,
    Columns,
    Labels,
    Tails,
    by_run,
    column_groups,
    column_name,
    columns,
    constant_attributes,
    first_of,
    is_numeric,
    joined,
    keys_only,
    portions,
    row_cells,
    row_columns,
)
from api.formats._data.segment import Segment, SegmentText
from api.formats.base import Options
from api.model.artefact import Component
from api.model.dataset import DataMessage, DataSet, Run, Series

_SPECIAL = re.compile('[",\r\n]')
#: Where in a row the observation's own pieces go.
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
    #: Of the columns that may stand after the components, those the lead says already.
    says: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What all rows of a message share."""

    columns: Sequence[Component]
    options: Options
    lead: Lead
    #: Headings after the components.
    end: Sequence[str]


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
        end=[name for name in row_columns(message) if name not in lead.says],
    )
    rows = (text for dataset in datasets for text in _Rows(dataset, frame).texts())
    yield from portions(chain((_header(message, frame),), rows))


def _columns(message: DataMessage, first: DataSet | None) -> list[Component]:
    """Dimensions, measures, attributes of all structures, each group in order of first mention.

    The first data set tells what was asked for. Where it is no guide (a deletion, or a structure
    with attributes of its own) every component has a column.
    """
    groups = column_groups(message)
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
        name = column_name(message, component, frame.options.languages)
        cells += frame.lead.component(component, name, frame.options.labels)
    cells += frame.end
    return ",".join(map(quote, cells)) + "\r\n"


class _Rows:
    """Rows of one data set.

    A row is cut where the observation's own pieces go. The segments between are made once a series,
    the pieces once a data set; the rows of a series are joins of them.
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
        self._numeric = all(is_numeric(measure) for measure in dataset.measures)
        lead = frame.lead.cells(dataset, self._labels, frame.options)
        self._lead = [quote(text) for text in lead]
        end = row_cells(dataset)
        self._end = [quote(end[name]) for name in frame.end]

    def texts(self) -> Iterator[str | bytes]:
        """One text a series, or one a run of series."""
        before, *inner = [SegmentText(tokens) for tokens in self._segments()]
        if len(inner) == 2 and not any(text.codes for text in inner):
            return self._simple(before, inner[0].rest, inner[1].rest)
        return self._general([before, *inner])

    def _simple(self, before: SegmentText, middle: str, after: str) -> Iterator[str | bytes]:
        """The usual case: nothing that varies with the series stands after the point."""
        dataset = self._dataset
        points = [self._cell(dataset.observation, point) + middle for point in dataset.points]
        tails = Tails(dataset, lambda values: after + self._tail(values))
        bare = self._no_point() + middle + after + self._tail(())

        def one(series: Series) -> str:
            head = before.of(series.key)
            return joined(head, points, tails, self._columns(series)) or head + bare

        def many(run: Run) -> bytes:
            found = gather.Columns(run)
            heads = found.on_each(before.of_each(run.keys))
            return gathered(heads, found.points(points), found.values, found.tails(tails))

        return by_run(dataset, one, many)

    def _general(self, segments: list[SegmentText]) -> Iterator[str]:
        """Text before and after each of the observation's pieces: [key point,] point, value."""
        dataset = self._dataset
        raw = dataset.points
        points = [self._cell(dataset.observation, point) for point in raw]
        tails = Tails(dataset, self._tail)
        bare = self._tail(())
        gap = self._no_point()
        for series in dataset.series:
            *lead, before, middle, after = [text.of(series.key) for text in segments]
            found = zip(*self._columns(series), strict=True)
            if lead:
                rows = [
                    f"{lead[0]}{raw[p]}{before}{points[p]}{middle}{v}{after}{tails[a]}"
                    for p, v, a in found
                ]
            else:
                rows = [f"{before}{points[p]}{middle}{v}{after}{tails[a]}" for p, v, a in found]
            head = lead[0].removesuffix(".") if lead else ""
            yield "".join(rows) or f"{head}{before}{gap}{middle}{after}{bare}"

    def _no_point(self) -> str:
        """Cell of the observation's dimension in a row that is a series; there may be no column."""
        id = self._dataset.observation.id
        return self._empty if any(column.id == id for column in self._frame.columns) else ""

    def _columns(self, series: Series) -> Columns:
        """Observations with the cells of their values."""
        found = columns(self._dataset, series)
        if self._numeric:
            return found
        measure = self._dataset.measures[0]
        positions, values, sets = found
        return positions, [self._cell(measure, v) if v else v for v in values], sets

    def _cell(self, component: Component, value: str) -> str:
        """A component's cell or, with labels=name, its two cells."""
        option = self._frame.options
        if component.role == "time" and option.time_format == "normalized":
            value = _normalized(value)
        name = self._labels.code(component, value) if option.labels != "id" else ""
        if option.labels == "name":
            return f"{quote(value)},{quote(name)}"
        return quote(f"{value}: {name}") if name else quote(value)

    def _segments(self) -> list[Segment]:
        """The row up to its attributes, cut where the observation's pieces go.

        A row without a column for the point or the value has an empty piece there, at its end.
        """
        segments: list[Segment] = [[]]
        cut = set()
        for n, tokens in enumerate(self._cells_before_attributes()):
            if n:
                segments[-1].append(",")
            for token in tokens:
                if token in (_POINT, _KEY_POINT, _VALUE):
                    segments.append([])
                    cut.add(token)
                else:
                    segments[-1].append(token)
        # Data sets without observations have rows of `before`, an empty point and value, `after`.
        return segments + [[] for mark in (_POINT, _VALUE) if mark not in cut]

    def _cells_before_attributes(self) -> Iterator[Segment]:
        for text in self._lead:
            yield self._key(text) if text in ("SERIES_KEY", "OBS_KEY") else [text]
        measures = {measure.id for measure in self._dataset.measures}
        for column in self._frame.columns:
            if column.role == "attribute":
                continue
            if (n := self._places.get(column.id)) is not None:
                yield [(n, self._codes[n])]
            elif column.id == self._dataset.observation.id:
                yield [_POINT]
            elif column.id in measures:
                yield [_VALUE, self._empty]
            else:
                yield [self._empty]

    def _key(self, heading: str) -> Segment:
        """Ids of the key's dimensions joined by dots, in the structure's order (`keys` option)."""
        structure = self._dataset.structure
        time = (structure.time,) if structure.time else ()
        tokens: Segment = []
        for component in (*structure.dimensions, *time):
            if (n := self._places.get(component.id)) is not None:
                tokens += [".", (n, Cells(quote))]
            elif heading == "OBS_KEY":
                tokens += [".", _KEY_POINT]
        return tokens[1:]

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


def reference(dataset: DataSet) -> tuple[str, str]:
    """What a row's data belong to: (`dataflow` or `dataprovision`, AGENCY:ID(VERSION))."""
    if dataset.agreement:
        return "dataprovision", str(dataset.agreement)
    return "dataflow", str(dataset.structure.dataflow.ref)
