"""Everything that was read of a file, in columns; and the observations of it, in order."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, zip_longest
from typing import overload

from api.model.release import Attributes, Observation
from api.publish.columns import Figures, Words
from api.publish.reading import Place, Reading


class Readings(Sequence[Reading]):
    """Readings in the order they came."""

    def __init__(self, readings: Iterable[Reading] = ()) -> None:
        self.keys: Words[tuple[str, ...]] = Words()
        self.periods: Words[str] = Words()
        self.figures = Figures()
        self.cases = Figures()
        self.attributes: Words[Attributes] = Words()
        self.rows = array("I")
        self.columns: Words[str] = Words()
        self.units: Words[tuple[str, str]] = Words()
        for reading in readings:
            self.append(reading)

    def append(self, reading: Reading) -> None:
        """Add one."""
        key, period, figure, cases, attributes, row, column, unit, part = reading
        self.keys.append(key)
        self.periods.append(period)
        self.figures.append(figure)
        self.cases.append(cases)
        self.attributes.append(attributes)
        self.rows.append(row)
        self.columns.append(column)
        self.units.append((unit, part))

    @property
    def reported(self) -> bool:
        """Whether anything tells rows of one key apart: who reported them, or other words."""
        return any(map(any, self.units.said))

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Reading: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Reading]: ...
    def __getitem__(self, place: int | slice) -> Reading | Sequence[Reading]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return Reading(
            self.keys[place],
            self.periods[place],
            self.figures[place],
            self.cases[place],
            self.attributes[place],
            self.rows[place],
            self.columns[place],
            *self.units[place],
        )

    def __iter__(self) -> Iterator[Reading]:
        return map(self.__getitem__, range(len(self.rows)))


class Observations(Sequence[Observation]):
    """Readings as they are published: by key, then period. Made anew whenever one is asked for."""

    def __init__(self, readings: Readings, multiplier: int) -> None:
        """`multiplier` is the power of ten that published values are in."""
        self._readings, self._multiplier = readings, multiplier
        self._key_ranks = readings.keys.ranks()
        self._period_ranks = readings.periods.ranks()
        self._width = len(self._period_ranks) or 1
        places = array("q", map(self._rank, readings.keys.numbers, readings.periods.numbers))
        #: Places among the readings, in order; and their ranks, in which a place is looked up.
        self._order = array("I", sorted(range(len(places)), key=places.__getitem__))
        self._ranks = array("q", map(places.__getitem__, self._order))

    @classmethod
    def of(cls, observations: Iterable[Observation], multiplier: int) -> "Observations":
        """The same of observations that were changed."""
        return cls(Readings(map(_reading, observations)), multiplier)

    def _rank(self, key: int, period: int) -> int:
        return self._key_ranks[key] * self._width + self._period_ranks[period]

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, place: int) -> Observation: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Observation]: ...
    def __getitem__(self, place: int | slice) -> Observation | Sequence[Observation]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        return self._readings[self._order[place]].observation(self._multiplier)

    def __iter__(self) -> Iterator[Observation]:
        return map(self.__getitem__, range(len(self._order)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Observations) and all(
            one == another for one, another in zip_longest(self, other)
        )

    @property
    def keys(self) -> Sequence[tuple[str, ...]]:
        """Keys of the series, once each, in the order they were read."""
        return self._readings.keys.said

    def twice(self) -> Iterator[tuple[Observation, Observation]]:
        """Neighbours at the same place."""
        for at, (one, other) in enumerate(pairwise(self._ranks)):
            if one == other:
                yield self[at], self[at + 1]

    def ends(self) -> Iterator[int]:
        """Where the last observation of each place stands: one a place."""
        ranks = self._ranks
        last = len(ranks) - 1
        return (at for at in range(len(ranks)) if at == last or ranks[at] != ranks[at + 1])

    def place(self, at: int) -> Place:
        """Key and period of one."""
        readings, at = self._readings, self._order[at]
        return readings.keys[at], readings.periods[at]

    def figure(self, at: int) -> Decimal | None:
        """The figure of one, in the unit of the source."""
        return self._readings.figures[self._order[at]]

    def cases(self, at: int) -> Decimal | None:
        """The survey cases of one."""
        return self._readings.cases[self._order[at]]

    def find(self, place: Place) -> int | None:
        """Where the last observation at a place stands."""
        key = self._readings.keys.number(place[0])
        period = self._readings.periods.number(place[1])
        if key is None or period is None:
            return None
        rank = self._rank(key, period)
        at = bisect_left(self._ranks, rank + 1) - 1
        return at if at >= 0 and self._ranks[at] == rank else None

    def series(self, key: tuple[str, ...]) -> Iterator[tuple[str, int]]:
        """Each period of a series, in the order of its text, and where its observation stands."""
        number = self._readings.keys.number(key)
        if number is None:
            return
        first = self._key_ranks[number] * self._width
        start = bisect_left(self._ranks, first)
        for at in range(start, bisect_left(self._ranks, first + self._width, start)):
            yield self.place(at)[1], at


def _reading(one: Observation) -> Reading:
    figure = Decimal(one.source_value or one.value) if one.value else None
    return Reading(one.key, one.period, figure, None, one.attributes, one.row, one.column)


class ByPlace(Mapping[Place, Observation]):
    """Observations by key and period."""

    def __init__(self, observations: Observations) -> None:
        self._observations = observations

    def __getitem__(self, place: Place) -> Observation:
        at = self._observations.find(place)
        if at is None:
            raise KeyError(place)
        return self._observations[at]

    def __contains__(self, place: object) -> bool:
        return self._observations.find(place) is not None  # type: ignore[arg-type]

    def __iter__(self) -> Iterator[Place]:
        return map(self._observations.place, self._observations.ends())

    def __len__(self) -> int:
        return sum(1 for _ in self._observations.ends())


class Persons(Mapping[Place, Decimal]):
    """Figures in the unit of the source, or survey cases, by key and period; none is not here."""

    def __init__(self, observations: Observations, *, cases: bool = False) -> None:
        self._observations = observations
        self._of = observations.cases if cases else observations.figure

    def __getitem__(self, place: Place) -> Decimal:
        at = self._observations.find(place)
        found = None if at is None else self._of(at)
        if found is None:
            raise KeyError(place)
        return found

    def __iter__(self) -> Iterator[Place]:
        return (place for place, _ in self._pairs())

    def items(self) -> "Iterator[tuple[Place, Decimal]]":  # type: ignore[override]
        """Place and figure, in order."""
        return self._pairs()

    def _pairs(self) -> Iterator[tuple[Place, Decimal]]:
        for at in self._observations.ends():
            if (found := self._of(at)) is not None:
                yield self._observations.place(at), found

    def __len__(self) -> int:
        return sum(1 for _ in self._pairs())
