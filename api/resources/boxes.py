"""The boxes of the questionnaire that a dataflow has, and which of them an observation fills.

A box is a dataflow with one code asked for in each of its classifications and SEX; a box and a year
is a cell. Countries asked for by name are one box, `CDS_DES_*`: which they are is part of the
answer.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from api.model.artefact import Component, DataConstraint
from api.model.coverage import BY_NAME, Questionnaire
from api.model.query import Key
from api.model.registry import Registry
from api.model.structure import Structure

#: A code asked for in each dimension of the box, in key order.
Codes = tuple[str, ...]

#: Dimensions that no box asks about: what is counted, and how often.
_GIVEN = ("FREQ", "MEASURE")


class Boxes:
    """The boxes of one dataflow."""

    def __init__(
        self, structure: Structure, questionnaire: Questionnaire, registry: Registry
    ) -> None:
        allowed = _allowed(structure, registry)
        self._places: list[int] = []
        self._asked: list[tuple[str, ...]] = []
        self._fills: list[dict[str, tuple[str, ...]]] = []
        for place, dimension in enumerate(structure.dimensions):
            if dimension.id not in _GIVEN:
                codes = _codes(dimension, structure, allowed)
                asked = _asked(questionnaire.asked.get(dimension.id, ()), codes)
                self._places.append(place)
                self._asked.append(asked)
                self._fills.append(_fills(asked, codes, questionnaire.same))
        ids = structure.key_ids
        #: Ids of the dimensions of a box, in key order.
        self.dimensions = tuple(ids[place] for place in self._places)
        self._width = len(ids)

    def __iter__(self) -> Iterator[Codes]:
        return product(*self._asked)

    def of(self, key: tuple[str, ...]) -> Iterator[Codes]:
        """The boxes that an observation with this key fills; none if it is not asked for."""
        codes = (fills.get(key[place], ()) for place, fills in self._pairs())
        return product(*codes)

    def key(self) -> Key:
        """The part of the cube that fills boxes, as one key of a data query."""
        slots: list[tuple[str, ...] | None] = [None] * self._width
        for place, fills in self._pairs():
            slots[place] = tuple(fills)
        return Key(tuple(slots), open_ended=False)

    def _pairs(self) -> Iterator[tuple[int, dict[str, tuple[str, ...]]]]:
        return zip(self._places, self._fills, strict=True)


def _allowed(structure: Structure, registry: Registry) -> Mapping[str, tuple[str, ...]]:
    """Dimension -> codes, where the dataflow's Allowed constraint names them."""
    return {
        id: codes
        for constraint in registry.parents(structure.dataflow)
        if isinstance(constraint, DataConstraint) and constraint.role == "Allowed"
        for region in constraint.regions
        for id, codes in region.values.items()
    }


def _codes(
    dimension: Component, structure: Structure, allowed: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    return allowed.get(dimension.id) or tuple(structure.codes_of(dimension))


def _asked(wanted: tuple[str, ...], codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes asked for that the dataflow allows; all of them where nothing is said."""
    known = set(codes)
    return tuple(
        code
        for code in wanted
        if code in known
        or (code.endswith(BY_NAME) and any(one.startswith(code[:-1]) for one in codes))
    )


def _fills(
    asked: tuple[str, ...], codes: tuple[str, ...], same: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Code -> codes asked for that it fills."""
    found: dict[str, tuple[str, ...]] = {}
    prefixes = [code for code in asked if code.endswith(BY_NAME)]
    for code in codes:
        exact = tuple(one for one in asked if one == code or code in same.get(one, ()))
        by_name = tuple(one for one in prefixes if code.startswith(one[:-1]))
        if filled := exact or by_name:
            found[code] = filled
    return found
