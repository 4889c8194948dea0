"""The sums that hold in a table, as anyone can know who reads it: total and parts, by place."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from api.model.source import Source, Total
from api.model.structure import Structure
from api.publish.add_up import is_part, wider_code
from api.publish.reading import Place
from api.publish.translate import Translator

#: Sexes that make the total in every table.
_SEXES = Total(total="SEX_T", parts="all")

#: Parts of a year in each frequency; a flow of the year is the sum of those of its parts.
_PARTS_OF_YEAR = {
    "S": ("-S1", "-S2"),
    "Q": ("-Q1", "-Q2", "-Q3", "-Q4"),
    "M": tuple(f"-{month:02}" for month in range(1, 13)),
}


class Relation(NamedTuple):
    """A total that is the sum of its parts."""

    total: Place
    parts: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All places, the total first."""
        return (self.total, *self.parts)


@dataclass(frozen=True)
class Relations:
    """Finds the sums among figures of one source."""

    source: Source
    structure: Structure
    translator: Translator
    #: Persons that a list of parts may leave out and still be as good as complete.
    negligible: int

    def among(self, figures: Mapping[Place, Decimal | None]) -> list[Relation]:
        """All sums whose places are all there; None is a figure nobody gave us.

        A list that is cut short, or contradicts its total, makes none: who does the sum is wrong.
        """
        found: list[Relation] = []
        for dimension, declared in {"SEX": _SEXES, **self.source.totals}.items():
            if dimension in self.structure.key_ids:
                found += self._totals(figures, dimension, declared)
        for aggregate in self.source.aggregates:
            wider = wider_code(aggregate, self.translator)
            at = self.structure.key_ids.index(aggregate.component)
            found += _grouped(figures, at, {place[0][at]: wider(place[0][at]) for place in figures})
        if self.source.nature == "flow" and "FREQ" in self.structure.key_ids:
            found += self._years(figures)
        return found

    def _totals(
        self, figures: Mapping[Place, Decimal | None], dimension: str, declared: Total
    ) -> Iterator[Relation]:
        at = self.structure.key_ids.index(dimension)
        component = self.structure.component(dimension)
        codes = self.structure.codes_of(component) if component else {}
        present = {place[0][at] for place in figures}
        total_of = {
            code: declared.total if is_part(code, declared, codes) else "" for code in present
        }
        complete = declared.parts == "all" or declared.computed
        for relation in _grouped(figures, at, total_of):
            known = [figure for place in relation.places if (figure := figures[place]) is not None]
            if len(known) < len(relation.places):
                holds = complete
            else:
                holds = abs(known[0] - sum(known[1:])) < self.negligible
            if holds:
                yield relation

    def _years(self, figures: Mapping[Place, Decimal | None]) -> Iterator[Relation]:
        at = self.structure.key_ids.index("FREQ")
        for key, year in figures:
            for frequency, parts in _PARTS_OF_YEAR.items():
                if key[at] != "A":
                    break
                part_key = (*key[:at], frequency, *key[at + 1 :])
                places = tuple((part_key, year + part) for part in parts)
                if all(place in figures for place in places):
                    yield Relation((key, year), places)


def _grouped(
    figures: Mapping[Place, Decimal | None], at: int, total_of: Mapping[str, str]
) -> Iterator[Relation]:
    """Places by the total that their code at a position belongs to, where the total is there."""
    groups: dict[Place, list[Place]] = defaultdict(list)
    for place in figures:
        key, period = place
        if total := total_of.get(key[at]):
            groups[(*key[:at], total, *key[at + 1 :]), period].append(place)
    for total_place, parts in groups.items():
        if total_place in figures:
            yield Relation(total_place, tuple(parts))
