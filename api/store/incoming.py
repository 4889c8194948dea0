"""What a release says, series by series: from a draft, or as it was kept until its instant."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from api.model.release import Draft, Observation
from api.store.current import Current, CurrentRow, Key
from api.store.series import unpack_points


class Incoming(NamedTuple):
    """What a release says of one series."""

    key: Key
    #: One a period, in any order.
    observations: Sequence[Observation]
    #: Periods that go unless they are among the observations; None for all.
    gone: frozenset[str] | None


def incoming(draft: Draft, states: Sequence[Current], periods: Sequence[str]) -> Iterator[Incoming]:
    """What a draft says; read once, its observations series by series.

    `states` are those the draft replaces observations of: the one at its instant and, for a release
    that has to wait, the one that is published. `periods` are those of the store, by number.
    ValueError if the observations are not sorted by key.
    """
    explicit: dict[Key, set[str | None]] = {}
    for key, period in draft.deletions:
        explicit.setdefault(key, set()).add(period)
    if draft.scope == "merge" or not states:
        for key, observations in _series(draft.observations):
            yield Incoming(key, observations, _gone(explicit.pop(key, ())))
    else:
        yield from _replacing(draft, states, periods, explicit)
    for key, periods_of_it in explicit.items():
        yield Incoming(key, (), _gone(periods_of_it))


def _gone(periods: Collection[str | None]) -> frozenset[str] | None:
    return None if None in periods else frozenset(one for one in periods if one is not None)


def _series(observations: Iterable[Observation]) -> Iterator[tuple[Key, list[Observation]]]:
    last: Key = ()
    for key, group in groupby(observations, key=attrgetter("key")):
        if key <= last:
            raise ValueError(f"observations are not sorted by key: {key} after {last}")
        last = key
        yield key, list(group)


def _replacing(
    draft: Draft,
    states: Sequence[Current],
    periods: Sequence[str],
    explicit: dict[Key, set[str | None]],
) -> Iterator[Incoming]:
    """A draft that replaces: every current series may lose something."""
    observations = list(draft.observations)
    scope = _Scope(draft, observations, periods, states[0].ids)
    current = merge(*(state.all() for state in states), key=attrgetter("key"))
    rows = _Peekable(groupby(current, key=attrgetter("key")))
    for key, said in _series(observations):
        for other, group in rows.before(key):
            yield from scope.of(other, (), group, explicit)
        yield from scope.of(key, said, rows.at(key), explicit)
    for other, group in rows.rest():
        yield from scope.of(other, (), group, explicit)


class _Peekable:
    """Current rows by key, taken up to a key."""

    def __init__(self, groups: Iterator[tuple[Key, Iterator[CurrentRow]]]) -> None:
        self._groups = ((key, list(group)) for key, group in groups)
        self._next = next(self._groups, None)

    def before(self, key: Key) -> Iterator[tuple[Key, list[CurrentRow]]]:
        while self._next is not None and self._next[0] < key:
            yield self._take()

    def at(self, key: Key) -> list[CurrentRow]:
        if self._next is not None and self._next[0] == key:
            return self._take()[1]
        return []

    def rest(self) -> Iterator[tuple[Key, list[CurrentRow]]]:
        while self._next is not None:
            yield self._take()

    def _take(self) -> tuple[Key, list[CurrentRow]]:
        taken = self._next
        assert taken is not None  # noqa: S101 - the callers looked
        self._next = next(self._groups, None)
        return taken


class _Scope:
    """Which observations a draft replaces: those that share values of the replaced components."""

    def __init__(
        self,
        draft: Draft,
        observations: Iterable[Observation],
        periods: Sequence[str],
        ids: Sequence[str],
    ) -> None:
        self._places = [ids.index(name) for name in draft.replaced if name in ids]
        self._timed = "TIME_PERIOD" in draft.replaced
        self._periods = periods
        self._values = {self._value(one.key, one.period) for one in observations}

    def _value(self, key: Key, period: str) -> tuple[Key, str]:
        return tuple(key[place] for place in self._places), period if self._timed else ""

    def of(
        self,
        key: Key,
        observations: Sequence[Observation],
        rows: Iterable[CurrentRow],
        explicit: dict[Key, set[str | None]],
    ) -> Iterator[Incoming]:
        """What the draft says of a series, if anything."""
        gone = _gone(explicit.pop(key, ()))
        if gone is not None:
            there = {self._periods[n] for row in rows for n in unpack_points(row.columns[0])}
            gone |= {one for one in there if self._value(key, one) in self._values}
        if observations or gone is None or gone:
            yield Incoming(key, observations, gone)
