"""National words and figures to international codes and published values."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product

from api.model.artefact import Component
from api.model.registry import Registry
from api.model.source import UNITS, Layout, Source
from api.model.structure import Structure
from api.publish.add_up import added_up, persons
from api.publish.breakdown import complete
from api.publish.drafted import Drafted, multiplier
from api.publish.map_uses import MapUses
from api.publish.period import frequency, is_range, normalised, printed
from api.publish.reading import Place, Reading, divided
from api.publish.readings import Observations, Persons, Readings
from api.publish.table import Misfit, Row, Table, Unreadable, text
from api.publish.translate import Translator, Unfit
from api.publish.words import Placed, Said, Words, filled, no_words

#: Statuses of an observation whose figure is withheld, and of one that shares were applied to
#: (ILO's list, not SDMX's).
WITHHELD = "C"
ESTIMATE = "E"


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
        self.translator = Translator(source, structure, registry)
        self.words = Words(self.layout, source.dataflow, structure, self.translator)
        self.uses = MapUses()
        #: Grows while the rows are read, by what reading them finds as well.
        self.misfits = table.misfits
        self.labels = [
            each for each in table.columns if each.column.role not in ("values", "cases")
        ]
        self.deletions: list[Place] = []
        self.attributes = [
            each for each in structure.attributes if each.attachment == "observation"
        ]
        self.attribute_ids = [each.id for each in self.attributes]
        #: Component -> value that is the same in the whole dataflow.
        self.stated = {
            each.id: value
            for each in structure.components
            if (value := structure.constant(each)) is not None
        }
        self.key_ids = structure.key_ids
        self.constants = {id: self.stated[id] for id in self.key_ids if id in self.stated}
        #: What was found right before.
        self.periods: dict[str, tuple[str, str | None]] = {}
        self.sound_keys: set[tuple[str, ...]] = set()
        self.sound_attributes: set[tuple[str | None, ...]] = set()

    def drafted(self) -> Drafted:
        """Everything of the table."""
        try:
            readings = Readings(found for row in self.table.rows for found in self._row(row))
        except Unreadable as error:
            self.misfits.only(error.misfit)
            self.deletions, self.uses, readings = [], MapUses(), Readings()
        whole, partial = complete(readings, self.source, self.structure)
        self.misfits.extend(partial)
        summed = added_up(whole, self.source, self.structure, self.translator)
        if not isinstance(summed, Readings):
            summed = Readings(summed)
        return self._drafted(readings, summed)

    def _drafted(self, readings: Readings, summed: Readings) -> Drafted:
        observations = Observations(summed, multiplier(self.structure))
        return Drafted(
            source=self.source,
            structure=self.structure,
            file=self.table.file,
            files=self.table.files,
            observations=observations,
            deletions=self.deletions,
            misfits=self.misfits,
            readings=readings,
            cases=Persons(observations, cases=True),
            uses=self.uses.found(),
            persons_read=self.uses.persons_read,
            persons_kept=persons(readings.figures),
        )

    def _row(self, row: Row) -> Iterator[Reading]:
        said = self._said(row)
        if said is None:
            return
        for bound in self.table.columns:
            if bound.column.role != "values":
                continue
            cell = Placed(row, bound)
            try:
                yield from self._readings(cell, said.also())
            except Unfit as unfit:
                self._record(cell, unfit)

    def _record(self, cell: Placed, unfit: Unfit) -> None:
        self.misfits.append(
            Misfit(
                unfit.rule,
                row=cell.row.number,
                column=cell.bound.heading,
                value=unfit.word or text(cell.written)[:200],
                detail=unfit.detail,
                component=unfit.component,
                file=cell.row.file,
            )
        )

    def _said(self, row: Row) -> Said | None:
        """What the row says; None if it is not to be read or a word of it has no code."""
        said, provenance = Said(dict(self.constants)), no_words()
        complete = True
        for bound in self.table.columns:
            cell = Placed(row, bound)
            try:
                if not self.words.is_kept(cell):
                    return None
                self.words.take(cell, said, provenance)
            except Unfit as unfit:
                self._record(cell, unfit)
                complete = False
        for id, value in self.source.fixed.items():
            said.codes.setdefault(id, filled(value, provenance))
        if self.layout.rows == "add" and not self.source.units:
            said.part = ";".join(self.words.word(Placed(row, each)) for each in self.labels)
        said.deleted = said.codes.pop("ACTION", "") in ("D", "Delete")
        return said if complete else None

    def _readings(self, cell: Placed, said: Said) -> Iterator[Reading]:
        written = self.words.word(cell)
        said.codes |= cell.bound.column.sets
        self.words.heading(cell.bound, said)
        if said.deleted or written in self.layout.deleted:
            self.deletions.append(self._place(cell, said.codes))
        elif written in self.layout.reasons:
            yield self._missing(cell, said, self.layout.reasons[written])
        elif written not in ("", *self.layout.missing):
            yield from self._figures(cell, said, written in self.layout.withheld)

    def _missing(self, cell: Placed, said: Said, reason: str) -> Reading:
        """An observation that there is no figure for, which says why."""
        notes = [said.codes.get("NOTE_INDICATOR", ""), f"Missing: {reason}"]
        said.codes["NOTE_INDICATOR"] = " | ".join(filter(None, notes))
        return self._reading(cell, said, None)

    def _figures(self, cell: Placed, said: Said, withheld: bool) -> Iterator[Reading]:
        if withheld:
            said.codes["OBS_STATUS"] = WITHHELD
            yield self._reading(cell, said, None)
            return
        figure = self.words.number(cell.written).scaleb(UNITS[self.source.unit])
        if said.splits:
            found = list(self._divided(cell, said, figure))
        else:
            found = [self._reading(cell, said, figure)]
        self.uses.add(said.asked, figure, found)
        yield from found

    def _divided(self, cell: Placed, said: Said, figure: Decimal) -> Iterator[Reading]:
        """The figure under several codes, with their shares of it."""
        combined = [dict(zip(said.splits, codes, strict=True)) for codes in _product(said)]
        shares = [_share(codes) for codes in combined]
        parts = divided(figure, shares)
        cases = divided(said.cases, shares) if said.cases is not None else [None] * len(parts)
        for codes, part, count in zip(combined, parts, cases, strict=True):
            each = said.also()
            each.cases = count
            each.codes |= {id: code for id, (code, _) in codes.items()}
            each.codes.setdefault("OBS_STATUS", ESTIMATE)
            yield self._reading(cell, each, part)

    def _reading(self, cell: Placed, said: Said, figure: Decimal | None) -> Reading:
        key, period = self._place(cell, said.codes)
        return Reading(
            key=key,
            period=period,
            figure=figure,
            cases=said.cases,
            attributes=self._attributes(said.codes),
            row=cell.row.number,
            column=cell.column,
            unit=said.unit,
            part=said.part,
        )

    def _place(self, cell: Placed, codes: dict[str, str]) -> Place:
        period, found = self._period(cell.bound.period or codes.get("TIME_PERIOD", ""))
        if found is None:
            detail = f"{period!r} is no period of these tables" if period else "there is no period"
            raise Unfit("PERIOD-FORM", detail, "TIME_PERIOD")
        if codes.setdefault("FREQ", found) != found:
            detail = f"the period {period!r} is not of the frequency {codes['FREQ']!r}"
            raise Unfit("PERIOD-FORM", detail, "TIME_PERIOD")
        key = tuple([codes.get(id, "") for id in self.key_ids])
        if key not in self.sound_keys:
            for component, code in zip(self.structure.dimensions, key, strict=True):
                self._check_code(component, code)
            self.sound_keys.add(key)
        return key, period

    def _period(self, written: str) -> tuple[str, str | None]:
        """The period as published, and its frequency if it is one of these tables'."""
        if written not in self.periods:
            period = normalised(printed(written, self.layout.periods))
            self.periods[written] = period, frequency(period)
        period, found = self.periods[written]
        if found is None and is_range(period):
            raise Unfit("PART-YEAR-PERIOD", period, "TIME_PERIOD")
        return period, found

    def _check_code(self, component: Component, code: str) -> None:
        codes = self.structure.codes_of(component)
        if not code:
            raise Unfit("INCOMPLETE-KEY", component.id, component.id)
        if codes and code not in codes:
            detail = f"{code} is not in {component.representation.codelist}"
            raise Unfit("UNKNOWN-CODE", detail, component.id)

    def _attributes(self, codes: Mapping[str, str]) -> tuple[str | None, ...]:
        for id in self.stated.keys() & codes.keys():
            if codes[id] not in ("", self.stated[id]):
                detail = f"{id} is {codes[id]}, here it is {self.stated[id]}"
                raise Unfit("OTHER-CONSTANT", detail, id)
        found = tuple([codes.get(id) or None for id in self.attribute_ids])
        if found not in self.sound_attributes:
            for component, code in zip(self.attributes, found, strict=True):
                if code:
                    self._check_code(component, code)
            self.sound_attributes.add(found)
        return found


def _product(said: Said) -> Iterator[tuple[tuple[str, Decimal], ...]]:
    yield from product(*said.splits.values())


def _share(codes: Mapping[str, tuple[str, Decimal]]) -> Decimal:
    share = Decimal(1)
    for _, part in codes.values():
        share *= part
    return share
