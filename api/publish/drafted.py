"""What harmonising gives and rules look at: observations in our codes, and what did not fit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, Protocol

from api.model.ref import Ref
from api.model.release import Changes, Draft, Figure, Observation, Release
from api.model.report import Finding, MapUse
from api.model.source import Source
from api.model.structure import Structure
from api.publish.reading import Reading
from api.publish.table import Misfit

#: Series key and period.
Place = tuple[tuple[str, ...], str]


class Step(NamedTuple):
    """A figure of the file with the one before it in the same series, in persons."""

    place: Place
    figure: Decimal
    previous: str
    before: Decimal


class Releases(Protocol):
    """What publishing needs of a store."""

    def preview(self, draft: Draft) -> Changes:
        """Count what a release of `draft` would do; change nothing."""
        ...

    def release(self, draft: Draft, valid_from: datetime | None) -> Release:
        """Write `draft` in one transaction, valid from an instant; None: from now."""
        ...

    def current(self, dataflow: Ref, keys: Collection[tuple[str, ...]]) -> Iterable[Figure]:
        """The newest released figures of these series, of every agreement, in any order."""
        ...

    def public(self, dataflow: Ref) -> Iterable[Figure]:
        """Every figure ever released in a dataflow, pending ones too, with status; old before new.

        Only disclosure control asks: what was public once is never secret again.
        """
        ...


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A harmonised file, before it was judged."""

    source: Source
    structure: Structure
    file: str
    #: Names of the files, where several are one table.
    files: tuple[str, ...] = ()
    #: Sorted by key, then period. Keys that are not complete are misfits, not here.
    observations: Sequence[Observation]
    deletions: Sequence[Place] = ()
    misfits: Sequence[Misfit] = ()
    #: Figures as they were read, before any was added up.
    readings: Sequence[Reading] = ()
    #: Survey cases behind a figure, where the source gives them.
    cases: Mapping[Place, Decimal] = field(default_factory=dict)
    uses: tuple[MapUse, ...] = ()
    #: Sums of the figures that could be read and translated: as printed, and in `readings`.
    persons_read: Decimal = Decimal()
    persons_kept: Decimal = Decimal()
    #: Places withheld here -> `few` cases, `beside` one of few, `kept` as before; and places that
    #: had to be and cannot -> why. Neither before disclosure control.
    withheld: Mapping[Place, str] = field(default_factory=dict)
    exposed: Mapping[Place, str] = field(default_factory=dict)
    #: What the store holds of the same series, of this and other agreements.
    published: Sequence[Figure] = ()
    #: Dimension -> codes its table takes, where the dataflow's constraint names them.
    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Findings of the rules that ran before; only rules about findings see any.
    findings: Sequence[Finding] = ()

    def of(self, observations: Sequence[Observation]) -> "Drafted":
        """The same file with other observations."""
        return replace(self, observations=observations)

    def treated(
        self,
        observations: Sequence[Observation],
        withheld: Mapping[Place, str],
        exposed: Mapping[Place, str],
    ) -> "Drafted":
        """The same file after disclosure control."""
        return replace(self, observations=observations, withheld=withheld, exposed=exposed)

    @cached_property
    def persons(self) -> Mapping[Place, Decimal]:
        """Figures in the unit of the source (persons), without observations that have none."""
        return {
            (each.key, each.period): Decimal(each.source_value or each.value)
            for each in self.observations
            if each.value
        }

    @cached_property
    def by_place(self) -> Mapping[Place, Observation]:
        """Observations by key and period."""
        return {(each.key, each.period): each for each in self.observations}

    @cached_property
    def multiplier(self) -> int:
        """Power of ten of the published values (UNIT_MULT of the dataflow)."""
        component = self.structure.component("UNIT_MULT")
        return int((component and self.structure.constant(component)) or 0)

    def steps(self) -> Iterator[Step]:
        """Each figure that has an earlier one, in the file or published under its agreement."""
        series: dict[tuple[str, ...], dict[str, Decimal]] = defaultdict(dict)
        for other in self.published:
            if other.agreement == self.source.agreement and other.value:
                series[other.key][other.period] = Decimal(other.value).scaleb(self.multiplier)
        for (key, period), figure in self.persons.items():
            series[key][period] = figure
        for key, figures in series.items():
            for previous, period in pairwise(sorted(figures)):
                if (key, period) in self.persons:
                    before = figures[previous]
                    yield Step((key, period), figures[period], previous, before)

    def misfits_of(self, rule: str) -> Iterator[Misfit]:
        """What reading and harmonising recorded for a rule."""
        return (each for each in self.misfits if each.rule == rule)

    def slices(self, dimension: str) -> Mapping[Place, dict[str, Decimal]]:
        """Figures that differ in one dimension only: its code -> figure, by the rest of the key.

        The place of a slice has "" where the dimension stands.
        """
        at = self.structure.key_ids.index(dimension)
        found: dict[Place, dict[str, Decimal]] = defaultdict(dict)
        for (key, period), figure in self.persons.items():
            found[((*key[:at], "", *key[at + 1 :]), period)][key[at]] = figure
        return found

    def place(self, rest: Place, code: str) -> Place:
        """The place of one code of a slice."""
        key, period = rest
        return tuple(part or code for part in key), period

    def parts(self) -> Sequence[Reading]:
        """Figures that were added up to others; none where each is published as it was read."""
        return self.readings if self.source.layout.rows == "add" else ()

    def found_in(self, part: Reading, rule: str, message: str, advice: str) -> Finding:
        """A finding about one figure as it was read."""
        return Finding(
            rule=rule,
            message=message,
            file=self.file,
            row=part.row,
            column=part.column,
            key=f"{'.'.join(part.key)} {part.period}",
            value="" if part.figure is None else format(part.figure, "f"),
            advice=advice,
        )

    def found_at(self, place: Place, rule: str, message: str, advice: str) -> Finding:
        """A finding about one observation of this file."""
        observation = self.by_place[place]
        return Finding(
            rule=rule,
            message=message,
            file=self.file,
            row=observation.row,
            column=observation.column,
            key=f"{'.'.join(place[0])} {place[1]}",
            value=observation.source_value or observation.value,
            advice=advice,
        )
