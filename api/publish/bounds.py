"""What whole numbers above zero cannot hide: unknowns that their sums leave one value."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from api.publish.reading import Place
from api.publish.relations import Relation

#: Times the bounds are tightened; those that still move then are not near one value.
_SWEEPS = 40

_INFINITE = Decimal("Infinity")


class _Bounds:
    """The least and the most each unknown can be."""

    def __init__(self, known: Mapping[Place, Decimal | None], hidden: Collection[Place]) -> None:
        self.known = known
        #: A figure that is withheld is not zero: zeros are published.
        self.of = {place: (Decimal(1), _INFINITE) for place in hidden}

    def get(self, place: Place) -> tuple[Decimal, Decimal]:
        """Bounds of a place; a known figure is its own."""
        if place in self.of:
            return self.of[place]
        figure = self.known[place]
        return (Decimal(1), _INFINITE) if figure is None else (figure, figure)

    def tighten(self, relation: Relation) -> bool:
        """Take in one sum; whether anything moved."""
        bounds = [self.get(part) for part in relation.parts]
        least, most = sum(low for low, _ in bounds), sum(high for _, high in bounds)
        low, high = self.get(relation.total)
        moved = self._move(relation.total, Decimal(least), Decimal(most))
        for part, (part_low, part_high) in zip(relation.parts, bounds, strict=True):
            others = most - part_high if part_high < _INFINITE else self._rest(relation, part)
            moved |= self._move(part, low - others, high - (least - part_low))
        return moved

    def _rest(self, relation: Relation, part: Place) -> Decimal:
        return sum((self.get(one)[1] for one in relation.parts if one != part), Decimal())

    def _move(self, place: Place, low: Decimal, high: Decimal) -> bool:
        if place not in self.of:
            return False
        before = self.of[place]
        self.of[place] = after = max(before[0], low), min(before[1], high)
        return after != before


def pinned(
    relations: Iterable[Relation],
    known: Mapping[Place, Decimal | None],
    hidden: Collection[Place],
) -> list[Place]:
    """Hidden places of counts that can be one number only, in the order given."""
    bounds, sums = _Bounds(known, hidden), list(relations)
    for _ in range(_SWEEPS):
        moved = [bounds.tighten(relation) for relation in sums]
        if not any(moved):
            break
    return [place for place in hidden if bounds.of[place][0] >= bounds.of[place][1]]
