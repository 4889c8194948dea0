"""Totals of a dimension beside the sum of its parts, where a source declares how they add up."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from api.publish.add_up import is_part
from api.publish.drafted import Drafted
from api.publish.reading import Place


class PartSum(NamedTuple):
    """One total with the sum of the parts the file gives for it."""

    dimension: str
    #: Place of the total.
    place: Place
    total: Decimal
    parts: Decimal
    #: Whether the source says that the parts are all there are.
    complete: bool


def part_sums(drafted: Drafted) -> Iterator[PartSum]:
    """Each total that has at least one part in the file, in the unit of the source."""
    for dimension, declared in drafted.source.totals.items():
        component = drafted.structure.component(dimension)
        codes = drafted.structure.codes_of(component) if component else {}
        cut = _with_withheld(drafted, dimension)
        for rest, figures in drafted.slices(dimension):
            parts = [figure for code, figure in figures.items() if is_part(code, declared, codes)]
            if declared.total in figures and parts:
                place = drafted.place(rest, declared.total)
                complete = declared.parts == "all" and rest not in cut
                total, summed = figures[declared.total], sum(parts, Decimal())
                yield PartSum(dimension, place, total, summed, complete)


def _with_withheld(drafted: Drafted, dimension: str) -> set[Place]:
    """Slices of a dimension in which a figure is withheld: what is left is not all."""
    at = drafted.structure.key_ids.index(dimension)
    return {((*key[:at], "", *key[at + 1 :]), period) for key, period in drafted.withheld}
