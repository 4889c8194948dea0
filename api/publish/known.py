"""What is public already of the cells of a table: in past releases, elsewhere, by anyone.

A cell is told by the codes of its key that are no totals: women in all countries are the same
persons in a table by country and in one by education. So is a figure that two agreements share.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from api.model.artefact import Item, ProvisionAgreement
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.release import Figure
from api.model.source import Source
from api.model.structure import Structure
from api.publish.drafted import Releases
from api.publish.reading import Place

#: Codes of a key that are no totals, and the period.
Cell = tuple[frozenset[tuple[str, str]], str]

WITHHELD = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Everything released so far that bears on a source's cells, of whatever instant."""

    #: Cell -> published values it ever had, by anyone.
    values: Mapping[Cell, frozenset[str]]
    #: Cells that this provider ever withheld.
    withheld: frozenset[Cell]
    #: Places of this dataflow that this agreement ever gave a value for.
    given: frozenset[Place]
    #: Places of this dataflow that this agreement withholds.
    held: frozenset[Place]
    #: Newest figures of this provider in this dataflow, in persons.
    figures: Mapping[Place, Decimal]

    def is_public(self, place: Place, cell: Cell, value: str) -> bool:
        """Whether a reader can have the figure: from this agreement at any time, or from others.

        `value` is the published text, "" where there is none to compare.
        """
        return place in self.given or (value != "" and value in self.values.get(cell, ()))


def cell_of(structure: Structure, place: Place) -> Cell:
    """The cell at a place, whichever table it stands in."""
    key, period = place
    parts = zip(structure.dimensions, key, strict=True)
    return (
        frozenset(
            (component.id, code)
            for component, code in parts
            if not _is_total(structure.codes_of(component).get(code))
        ),
        period,
    )


def known(source: Source, registry: Registry, releases: Releases) -> Known:
    """Read what was released in this dataflow and in those that measure the same."""
    found = _Reader(source, _agreements(source, registry))
    for structure in _siblings(source, registry):
        found.read(structure, releases.public(structure.dataflow.ref))
    return found.known()


class _Reader:
    """Sorts released figures by what they tell."""

    def __init__(self, source: Source, ours: frozenset[Ref]) -> None:
        self.source = source
        self.ours = ours
        self.values: dict[Cell, set[str]] = defaultdict(set)
        self.withheld: set[Cell] = set()
        self.given: set[Place] = set()
        self.held: set[Place] = set()
        self.figures: dict[Place, Decimal] = {}

    def read(self, structure: Structure, figures: Iterable[Figure]) -> None:
        """Take in the figures of one dataflow, old before new."""
        multiplier = int(structure.dataflow.constants.get("UNIT_MULT", "0"))
        same = structure.dataflow.ref == self.source.dataflow
        for each in figures:
            cell = cell_of(structure, (each.key, each.period))
            if each.value:
                self.values[cell].add(each.value)
            elif each.status == WITHHELD and each.agreement in self.ours:
                self.withheld.add(cell)
            if same and each.agreement in self.ours:
                self._own(each, multiplier)

    def _own(self, figure: Figure, multiplier: int) -> None:
        place = figure.key, figure.period
        own = figure.agreement == self.source.agreement
        if figure.value:
            self.figures[place] = Decimal(figure.value).scaleb(multiplier)
            self.given |= {place} if own else set()
        elif own and figure.status == WITHHELD:
            self.held.add(place)

    def known(self) -> Known:
        """Everything read."""
        return Known(
            values={cell: frozenset(found) for cell, found in self.values.items()},
            withheld=frozenset(self.withheld),
            given=frozenset(self.given),
            held=frozenset(self.held - self.given),
            figures=self.figures,
        )


def _siblings(source: Source, registry: Registry) -> Iterator[Structure]:
    """Structures of the dataflows with the same measure, the source's own among them."""
    measure = registry.dataflow(source.dataflow).constants.get("MEASURE", "")
    for flow in registry.of_kind("dataflow"):
        constants: Mapping[str, str] = getattr(flow, "constants", {})
        if flow.ref == source.dataflow or (measure and constants.get("MEASURE") == measure):
            yield registry.structure(flow.ref)


def _agreements(source: Source, registry: Registry) -> frozenset[Ref]:
    """Agreements of the source's provider, the source's own among them."""
    found = (
        agreement.ref
        for agreement in registry.of_kind("provisionagreement")
        if isinstance(agreement, ProvisionAgreement) and agreement.provider == source.provider
    )
    return frozenset({source.agreement, *found})


def _is_total(code: Item | None) -> bool:
    notes = code.annotations if code else ()
    return any(note.type == "IS_TOTAL" and note.title == "Y" for note in notes)
