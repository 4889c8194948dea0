"""Conditions on time, attributes and measures: masks over packed columns.

A period or an attribute set is tested once per distinct value, a value text once per text.
"""

from collections.abc import Sequence

from api.model.dataset import Series
from api.model.selection import Part
from api.store.precedence import Merged


class Mask:
    """Which observations of a series a selection keeps, and how many of them."""

    def __init__(
        self,
        part: Part,
        periods: Sequence[str],
        attribute_sets: Sequence[tuple[str | None, ...]],
    ) -> None:
        self._part = part
        self._points = [part.period(code) for code in periods] if part.period else None
        self._sets = _tested_sets(part, attribute_sets)
        self._tested_values: dict[str, bool] = {}
        self._is_open = not (
            part.dimension_tests or self._points or self._sets or part.measure_test
        )
        self._takes_all = part.first_n is None and part.last_n is None

    @property
    def takes_all(self) -> bool:
        """Whether every series passes whole."""
        return self._is_open and self._takes_all

    def apply(self, series: Merged) -> Merged:
        """The series with the observations asked for; it may be left with none."""
        return self.first_and_last(self.passing(series))

    def passing(self, series: Merged) -> Merged:
        """The observations that meet the conditions."""
        if self._is_open:
            return series
        if not all(test(series[0][place]) for place, test in self._part.dimension_tests):
            return _taken(series, [])
        rows = zip(*series[1:], strict=True)
        return _taken(series, [place for place, row in enumerate(rows) if self._passes(*row)])

    def first_and_last(self, series: Merged) -> Merged:
        """The first and last N asked for; both together are their union, in time order."""
        if self._takes_all:
            return series
        count = len(series[1])
        head = self._part.first_n or 0
        tail = count - (self._part.last_n or 0)
        return _taken(series, [place for place in range(count) if place < head or place >= tail])

    def _passes(self, point: int, value: str, attributes: int) -> bool:
        if self._points is not None and not self._points[point]:
            return False
        if self._sets is not None and not self._sets[attributes]:
            return False
        return self._value_passes(value)

    def _value_passes(self, value: str) -> bool:
        known = self._tested_values.get(value)
        if known is None:
            test = self._part.measure_test
            known = self._tested_values[value] = test is None or test(value)
        return known


def _taken(series: Merged, places: list[int]) -> Merged:
    key, points, values, sets = series
    return Series(
        key,
        [points[place] for place in places],
        [values[place] for place in places],
        [sets[place] for place in places],
    )


def _tested_sets(part: Part, attribute_sets: Sequence[tuple[str | None, ...]]) -> list[bool] | None:
    """Whether each attribute set passes all conditions on attributes."""
    if not part.attribute_tests:
        return None
    ids = [one.id for one in part.structure.attributes if one.attachment == "observation"]
    places = [(ids.index(name), test) for name, test in part.attribute_tests]
    return [all(test(one[place]) for place, test in places) for one in attribute_sets]
