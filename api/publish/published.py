"""What the store holds of the series of a file, in columns."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from api.model.ref import Ref
from api.model.release import Figure
from api.publish.columns import Figures, Words
from api.publish.number import shift

Key = tuple[str, ...]


class Published:
    """Released figures of any agreement, without their status; read as often as one likes."""

    def __init__(self, figures: Iterable[Figure] = ()) -> None:
        self._agreements: Words[Ref] = Words()
        self._keys: Words[Key] = Words()
        self._periods: Words[str] = Words()
        self._values = Figures()
        for each in figures:
            self._agreements.append(each.agreement)
            self._keys.append(each.key)
            self._periods.append(each.period)
            self._values.append(Decimal(each.value) if each.value else None)

    def __iter__(self) -> Iterator[Figure]:
        for at, value in enumerate(self._values):
            printed = "" if value is None else format(value, "f")
            yield Figure(self._agreements[at], self._keys[at], self._periods[at], printed)

    def of(self, agreement: Ref) -> dict[Key, list[int]]:
        """Where figures of an agreement stand, by series; those without a value are not there."""
        ours = self._agreements.number(agreement)
        places: dict[Key, list[int]] = defaultdict(list)
        for at, number in enumerate(self._agreements.numbers):
            if number == ours and self._values[at] is not None:
                places[self._keys[at]].append(at)
        return places

    def persons(self, at: int, multiplier: int) -> tuple[str, Decimal]:
        """Period and persons of one; values are in units of ten to the power `multiplier`."""
        return self._periods[at], Decimal(shift(self._values[at] or Decimal(), multiplier))
