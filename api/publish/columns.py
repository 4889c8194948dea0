"""Columns of what repeats and of figures: tens of bytes a reading, not hundreds."""

from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Generic, TypeVar

Said = TypeVar("Said", bound=Hashable)

#: Exponent of a place that has no figure, and of one that is kept apart.
_NONE, _APART = 1, 2

#: Largest and smallest whole number a column holds; longer ones are kept apart.
_MOST = 2**63 - 1


class Words(Generic[Said]):
    """A column of things that repeat; each is kept once."""

    __slots__ = ("_numbers", "numbers", "said")

    def __init__(self) -> None:
        #: What was said, once each, and its place there for every row.
        self.said: list[Said] = []
        self.numbers = array("I")
        self._numbers: dict[Said, int] = {}

    def append(self, said: Said) -> None:
        """Add a row."""
        number = self._numbers.get(said)
        if number is None:
            number = self._numbers[said] = len(self.said)
            self.said.append(said)
        self.numbers.append(number)

    def number(self, said: Said) -> int | None:
        """The number of something that was said; None if it never was."""
        return self._numbers.get(said)

    def __getitem__(self, place: int) -> Said:
        return self.said[self.numbers[place]]

    def ranks(self) -> "array[int]":
        """By number: its place among all that was said, in order."""
        ordered = sorted(range(len(self.said)), key=self.said.__getitem__)  # type: ignore[arg-type]
        ranks = array("I", bytes(4 * len(ordered)))
        for rank, number in enumerate(ordered):
            ranks[number] = rank
        return ranks


class Figures(Sequence[Decimal | None]):
    """A column of exact figures, some of them absent; no zeros after the point are kept."""

    __slots__ = ("_apart", "_exponents", "_wholes")

    def __init__(self, figures: Iterable[Decimal | None] = ()) -> None:
        self._wholes = array("q")
        self._exponents = array("b")
        self._apart: dict[int, Decimal] = {}
        for figure in figures:
            self.append(figure)

    def append(self, figure: Decimal | None) -> None:
        """Add a row."""
        whole, exponent = (0, _NONE) if figure is None else _parts(figure)
        if abs(whole) > _MOST or exponent < -100:
            assert figure is not None  # noqa: S101 - an absent one is small
            self._apart[len(self._wholes)] = figure
            whole, exponent = 0, _APART
        self._wholes.append(whole)
        self._exponents.append(exponent)

    def __len__(self) -> int:
        return len(self._wholes)

    def __getitem__(self, place: int) -> Decimal | None:  # type: ignore[override]
        exponent = self._exponents[place]
        if exponent == 0:
            return Decimal(self._wholes[place])
        if exponent == _NONE:
            return None
        if exponent == _APART:
            return self._apart[place]
        return Decimal(self._wholes[place]).scaleb(exponent)

    def __iter__(self) -> Iterator[Decimal | None]:
        return map(self.__getitem__, range(len(self._wholes)))


def _parts(figure: Decimal) -> tuple[int, int]:
    """A whole number and the power of ten, zero or less, it is multiplied with."""
    exponent = figure.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 - `number` reads no infinity
    if exponent >= 0:
        return int(figure), 0
    whole = int(figure.scaleb(-exponent))
    while exponent and not whole % 10:
        whole //= 10
        exponent += 1
    return whole, exponent
