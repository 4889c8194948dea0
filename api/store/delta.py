"""The difference of two instants, observation by observation.

An observation is its value and its attributes: a change of an attribute alone is a change. What a
selection's conditions no longer keep has left the selection and is deleted from it, so that
replaying deltas over a base pull of the same selection gives a fresh pull.
"""

from collections.abc import Callable, Iterator

from api.model.dataset import Series
from api.store.masks import Mask
from api.store.precedence import Merged, Precedence
from api.store.rows import Row

#: Number of a period, and (value, attribute set) of its observation before and after.
Revised = tuple[int, tuple[str, int] | None, tuple[str, int] | None]


class Delta:
    """What changed in one series between two instants."""

    def __init__(
        self, precedence: Precedence, mask: Mask, window: tuple[int, int], nothing: int
    ) -> None:
        self._precedence, self._mask = precedence, mask
        self._before, self._after = window
        #: Number of the attribute set in which no attribute has a value, for deletions.
        self._nothing = nothing

    def replaced(self, rows: list[Row]) -> Merged:
        """Observations inserted or changed, as they are afterwards."""
        before, after = self._content(rows, self._before), self._content(rows, self._after)
        kept = {point: one for point, one in after.items() if before.get(point) != one}
        return self._mask.first_and_last(_series(rows[0], kept))

    def deleted(self, rows: list[Row]) -> Merged:
        """Observations that are gone, without value and attributes."""
        before, after = self._content(rows, self._before), self._content(rows, self._after)
        gone = {point: ("", self._nothing) for point in before if point not in after}
        return _series(rows[0], gone)

    def revised(self, rows: list[Row]) -> list[Revised]:
        """Observations inserted, changed or gone, with what they said and say."""
        before, after = self._content(rows, self._before), self._content(rows, self._after)
        # After the new ones, in time order, come those that are gone.
        points = [*after, *(point for point in before if point not in after)]
        return [
            (point, before.get(point), after.get(point))
            for point in points
            if before.get(point) != after.get(point)
        ]

    def _content(self, rows: list[Row], instant: int) -> dict[int, tuple[str, int]]:
        """Period -> (value, attribute set) of what was valid at the instant and is asked for."""
        valid = [
            (Series(*row[:4]), row.agreement)
            for row in rows
            if row.valid_from <= instant < row.valid_to
        ]
        if not valid:
            return {}
        _, points, values, sets = self._mask.passing(self._precedence.merge(valid))
        return dict(zip(points, zip(values, sets, strict=True), strict=True))


def _series(row: Row, content: dict[int, tuple[str, int]]) -> Merged:
    values, sets = zip(*content.values(), strict=True) if content else ((), ())
    return Series(row.key, list(content), values, sets)


def changes(groups: Iterator[list[Row]], change: Callable[[list[Row]], Merged]) -> Iterator[Merged]:
    """The series in which `change` finds something."""
    for rows in groups:
        series = change(rows)
        if series[1]:
            yield series
