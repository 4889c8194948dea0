"""National words and figures to international codes and published values."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from api.model.artefact import Component
from api.model.ref import Link
from api.model.registry import Registry
from api.model.release import Observation
from api.model.representation_map import RepresentationMap, spelling
from api.model.source import PROVENANCE, UNITS, Column, Layout, Source
from api.model.structure import Structure
from api.publish.drafted import Drafted, Place
from api.publish.number import AmbiguousNumber, BadNumber, parse, shift
from api.publish.period import frequency, is_range, normalised
from api.publish.table import Bound, Cell, Misfit, Row, Table, text

#: Columns of SDMX-CSV that name the dataflow; one of them must name ours.
_STRUCTURE_COLUMNS = ("DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME")

#: Status of an observation whose figure is withheld (ILO's list, not SDMX's).
WITHHELD = "C"


class _Cell(NamedTuple):
    """A column of one row: where it stands and what is written there."""

    row: int
    bound: Bound
    written: Cell


class _Unfit(Exception):
    """A cell that cannot be translated, with what to record of it."""

    def __init__(self, rule: str, detail: str = "", component: str = "") -> None:
        super().__init__(rule)
        self.rule = rule
        self.detail = detail
        self.component = component


def harmonise(table: Table, source: Source, registry: Registry) -> Drafted:
    """Translate a table; what cannot be translated becomes misfits and leaves no observation.

    KeyError if the registry has not the source's dataflow or one of its maps; `check` sees to it.
    """
    structure = registry.structure(source.dataflow)
    return _Harmoniser(source, structure, registry, table).drafted()


class _Harmoniser:
    """The work on one table; caches what repeats from row to row."""

    def __init__(
        self, source: Source, structure: Structure, registry: Registry, table: Table
    ) -> None:
        self.source = source
        self.structure = structure
        self.table = table
        self.layout: Layout = source.layout_of(table.file.rpartition("/")[2])
        self.maps = _maps(source, registry)
        self.misfits = list(table.misfits)
        self.deletions: list[Place] = []
        self.attributes = [
            each for each in structure.attributes if each.attachment == "observation"
        ]
        #: Component -> value that is the same in the whole dataflow.
        self.stated = {
            each.id: value
            for each in structure.components
            if (value := structure.constant(each)) is not None
        }
        self.key_ids = structure.key_ids
        self.constants = {id: self.stated[id] for id in self.key_ids if id in self.stated}
        #: What was translated, and found right, before.
        self.known: dict[tuple[int, str], str] = {}
        self.periods: dict[str, tuple[str, str | None]] = {}
        self.sound_keys: set[tuple[str, ...]] = set()
        self.sound_attributes: set[tuple[str | None, ...]] = set()
        drafted = Drafted(source=source, structure=structure, file=table.file, observations=())
        self.places = UNITS[source.unit] - drafted.multiplier

    def drafted(self) -> Drafted:
        """Everything of the table."""
        observations = [found for row in self.table.rows for found in self._row(row)]
        observations.sort(key=lambda found: (found.key, found.period))
        return Drafted(
            source=self.source,
            structure=self.structure,
            file=self.table.file,
            observations=observations,
            deletions=self.deletions,
            misfits=self.misfits,
        )

    def _row(self, row: Row) -> Iterator[Observation]:
        said = self._said(row)
        if said is None:
            return
        deleted = said.pop("ACTION", "") in ("D", "Delete")
        for bound in self.table.columns:
            if bound.column.role != "values":
                continue
            cell = _Cell(row.number, bound, _at(row, bound))
            try:
                if (found := self._observation(cell, dict(said), deleted)) is not None:
                    yield found
            except _Unfit as unfit:
                self._record(cell, unfit)

    def _record(self, cell: _Cell, unfit: _Unfit) -> None:
        heading, written = cell.bound.heading, text(cell.written)[:200]
        self.misfits.append(
            Misfit(unfit.rule, cell.row, heading, written, unfit.detail, unfit.component)
        )

    def _said(self, row: Row) -> dict[str, str] | None:
        """Component -> value for the row; None if a word of it has no code."""
        said = dict(self.constants)
        words: dict[str, str] = dict.fromkeys(PROVENANCE, "")
        complete = True
        for bound in self.table.columns:
            cell = _Cell(row.number, bound, _at(row, bound))
            if bound.column.role == "provenance":
                words[bound.column.fills] = spelling(text(cell.written))
            elif bound.column.role == "component":
                try:
                    code = self._code(cell)
                except _Unfit as unfit:
                    self._record(cell, unfit)
                    complete = False
                else:
                    said |= {bound.column.fills: code} if code else {}
        for id, value in self.source.fixed.items():
            said.setdefault(id, _filled(value, words))
        return said if complete else None

    def _code(self, cell: _Cell) -> str:
        """The code of what is written, "" for an empty cell."""
        written = spelling(text(cell.written))
        at = (cell.bound.position, written)
        if at not in self.known:
            self.known[at] = self._translated(cell.bound, written)
        return self.known[at]

    def _translated(self, bound: Bound, written: str) -> str:
        if ":" in bound.heading and self.layout.form == "sdmx-csv":
            written = written.partition(":")[0].strip()
        if not written or bound.column.fills == "ACTION":
            return written
        if bound.column.fills in _STRUCTURE_COLUMNS:
            return self._same_dataflow(bound.column.fills, written)
        if written in bound.column.codes:
            return bound.column.codes[written]
        return self._mapped(bound.column, written)

    def _mapped(self, column: Column, written: str) -> str:
        if column.map is None:
            return column.prefix + written
        found = self.maps[column.map]
        if written in found.excluded:
            raise _Unfit("EXCLUDED-CODE", found.excluded[written], column.fills)
        if written not in found.mappings:
            raise _Unfit("UNMAPPED-CODE", str(found.ref), column.fills)
        return column.prefix + found.mappings[written]

    def _same_dataflow(self, id: str, written: str) -> str:
        """DATAFLOW (1.0) and STRUCTURE_ID (2.x) must name this dataflow; the rest is ignored."""
        ours = (str(self.source.dataflow), str(self.structure.dsd.ref))
        if id in ("DATAFLOW", "STRUCTURE_ID") and written not in ours:
            raise _Unfit("OTHER-DATAFLOW", ours[0])
        return ""

    def _observation(self, cell: _Cell, said: dict[str, str], deleted: bool) -> Observation | None:
        written = spelling(text(cell.written))
        if deleted or written in self.layout.deleted:
            self.deletions.append(self._place(cell, said))
            return None
        if written in ("", *self.layout.missing):
            return None
        withheld = written in self.layout.withheld
        if withheld:
            said["OBS_STATUS"] = WITHHELD
        figure = None if withheld else self._figure(cell.written)
        key, period = self._place(cell, said)
        return Observation(
            key=key,
            period=period,
            value="" if figure is None else shift(figure, self.places),
            source_value="" if figure is None else shift(figure, UNITS[self.source.unit]),
            attributes=self._attributes(said),
            row=cell.row,
            column=cell.bound.heading,
        )

    def _figure(self, written: Cell) -> Decimal:
        if isinstance(written, Decimal):
            return written
        sdmx = self.layout.form == "sdmx-csv"
        decimal, thousands = (".", "") if sdmx else (self.layout.decimal, self.layout.thousands)
        try:
            return parse(written, decimal, thousands)
        except AmbiguousNumber as error:
            raise _Unfit("AMBIGUOUS-NUMBER") from error
        except BadNumber as error:
            detail = f"decimal {decimal!r}, thousands {thousands!r}"
            raise _Unfit("BAD-NUMBER", detail) from error

    def _place(self, cell: _Cell, said: dict[str, str]) -> Place:
        said |= cell.bound.column.sets
        period, found = self._period(cell.bound.period or said.get("TIME_PERIOD", ""))
        if found is None or said.setdefault("FREQ", found) != found:
            detail = f"period {period!r}, frequency {said.get('FREQ', '')!r}"
            raise _Unfit("PERIOD-FORM", detail, "TIME_PERIOD")
        key = tuple([said.get(id, "") for id in self.key_ids])
        if key not in self.sound_keys:
            for component, code in zip(self.structure.dimensions, key, strict=True):
                self._check_code(component, code)
            self.sound_keys.add(key)
        return key, period

    def _period(self, written: str) -> tuple[str, str | None]:
        """The period as published, and its frequency if it is one of these tables'."""
        if written not in self.periods:
            period = normalised(written)
            self.periods[written] = period, frequency(period)
        period, found = self.periods[written]
        if found is None and is_range(period):
            raise _Unfit("PART-YEAR-PERIOD", period, "TIME_PERIOD")
        return period, found

    def _check_code(self, component: Component, code: str) -> None:
        codes = self.structure.codes_of(component)
        if not code:
            raise _Unfit("INCOMPLETE-KEY", component.id, component.id)
        if codes and code not in codes:
            detail = f"{code} is not in {component.representation.codelist}"
            raise _Unfit("UNKNOWN-CODE", detail, component.id)

    def _attributes(self, said: Mapping[str, str]) -> tuple[str | None, ...]:
        for id, constant in self.stated.items():
            if said.get(id, constant) not in ("", constant):
                detail = f"{id} is {said[id]}, here it is {constant}"
                raise _Unfit("OTHER-CONSTANT", detail, id)
        found = tuple([said.get(each.id) or None for each in self.attributes])
        if found not in self.sound_attributes:
            for component, code in zip(self.attributes, found, strict=True):
                if code:
                    self._check_code(component, code)
            self.sound_attributes.add(found)
        return found


def _at(row: Row, bound: Bound) -> Cell:
    return row.cells[bound.position] if bound.position < len(row.cells) else ""


def _filled(value: str, words: Mapping[str, str]) -> str:
    """Put the row's provenance in the place of `{document}` and the like."""
    for word, said in words.items():
        value = value.replace("{" + word + "}", said)
    return value


def _maps(source: Source, registry: Registry) -> dict[object, RepresentationMap]:
    found: dict[object, RepresentationMap] = {}
    for column in source.layout.columns:
        if column.map is not None:
            artefact = registry.get(Link("representationmap", column.map))
            if not isinstance(artefact, RepresentationMap):
                raise KeyError(str(column.map))
            found[column.map] = artefact
    return found
