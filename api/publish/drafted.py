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
from api.publish.published import Published
from api.publish.reading import Place, Reading
from api.publish.readings import ByPlace, Observations, Persons, Readings
from api.publish.table import Misfit, Misfits


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
    observations: Observations
    deletions: Sequence[Place] = ()
    misfits: Misfits = field(default_factory=Misfits)
    #: Figures as they were read, before any was added up.
    readings: Readings = field(default_factory=Readings)
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
    published: Published = field(default_factory=Published)
    #: Dimension -> codes its table takes, where the dataflow's constraint names them.
    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Findings of the rules that ran before; only rules about findings see any.
    findings: Sequence[Finding] = ()

    def treated(
        self,
        observations: Iterable[Observation],
        withheld: Mapping[Place, str],
        exposed: Mapping[Place, str],
    ) -> "Drafted":
        """The same file after disclosure control."""
        changed = Observations.of(observations, self.multiplier)
        return replace(self, observations=changed, withheld=withheld, exposed=exposed)

    @cached_property
    def persons(self) -> Mapping[Place, Decimal]:
        """Figures in the unit of the source (persons), without observations that have none."""
        return Persons(self.observations)

    @cached_property
    def by_place(self) -> Mapping[Place, Observation]:
        """Observations by key and period."""
        return ByPlace(self.observations)

    @cached_property
    def multiplier(self) -> int:
        """Power of ten of the published values (UNIT_MULT of the dataflow)."""
        return multiplier(self.structure)

    def steps(self) -> Iterator[Step]:
        """Each figure that has an earlier one, in the file or published under its agreement."""
        published = self.published.of(self.source.agreement)
        for key in self.observations.keys:
            places = published.get(key, ())
            figures = dict(self.published.persons(at, self.multiplier) for at in places)
            own = dict(self._series(key))
            figures |= own
            for previous, period in pairwise(sorted(figures)):
                if period in own:
                    yield Step((key, period), own[period], previous, figures[previous])

    def _series(self, key: tuple[str, ...]) -> Iterator[tuple[str, Decimal]]:
        """Periods and figures of a series of the file."""
        for period, at in self.observations.series(key):
            if (figure := self.observations.figure(at)) is not None:
                yield period, figure

    def misfits_of(self, rule: str) -> Iterator[Misfit]:
        """What reading and harmonising recorded for a rule."""
        return (each for each in self.misfits if each.rule == rule)

    def slices(self, dimension: str) -> Iterator[tuple[Place, dict[str, Decimal]]]:
        """Figures that differ in one dimension only: place of the slice, its code -> figure.

        The place has "" where the dimension stands. Slices of one key follow one another, their
        periods in the order of the file.
        """
        at = self.structure.key_ids.index(dimension)
        alike: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for key in self.observations.keys:
            alike[*key[:at], "", *key[at + 1 :]].append(key)
        for rest, keys in alike.items():
            found: dict[str, dict[str, Decimal]] = defaultdict(dict)
            for key in keys:
                for period, figure in self._series(key):
                    found[period][key[at]] = figure
            for period, figures in found.items():
                yield (rest, period), figures

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


def multiplier(structure: Structure) -> int:
    """Power of ten of the values of a dataflow (its UNIT_MULT)."""
    component = structure.component("UNIT_MULT")
    return int((component and structure.constant(component)) or 0)
