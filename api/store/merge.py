"""One series, old and new: which observations a draft inserts, changes and deletes."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from api.model.release import Changes, Observation
from api.store.interning import Numbers, write_attributes
from api.store.lineage import Cell, decode, encode
from api.store.series import Packed

#: What an observation is, apart from where it came from.
_Content = tuple[str, int, str]


class _Entry(NamedTuple):
    content: _Content
    cell: Cell


class Merger:
    """Packs observations; numbers what repeats; tells what a merge changes."""

    def __init__(
        self,
        numbers: tuple[Numbers, Numbers, Numbers],
        release: int,
        order: Callable[[str], object],
    ) -> None:
        self._points, self._attributes, self._headings = numbers
        self._release = release
        self._order = order
        self._sort_keys: dict[int, object] = {}

    def point(self, period: str) -> int:
        """Number of a period; its place in time is remembered for sorting."""
        number = self._points.of(period)
        if number not in self._sort_keys:
            self._sort_keys[number] = self._order(period)
        return number

    def merge(
        self,
        old: Packed | None,
        new: Iterable[Observation],
        deleted: Callable[[int], bool],
    ) -> tuple[Packed | None, Changes]:
        """Return the series after the draft (None if nothing is left) and what changed.

        `deleted` tells of a period's number whether an observation of `old` that is not in `new`
        goes.
        """
        before = _entries(old)
        after = {number: self._entry(one) for one in new for number in (self.point(one.period),)}
        result = {number: entry for number, entry in before.items() if not deleted(number)}
        inserted = changed = unchanged = 0
        for number, entry in after.items():
            if number not in before:
                inserted += 1
            elif before[number].content != entry.content:
                changed += 1
            else:
                # The cell of the release that first said so stays its origin.
                entry = before[number]
                unchanged += 1
            result[number] = entry
        gone = len(before.keys() - result.keys())
        changes = Changes(inserted, changed, gone, unchanged)
        return (self._packed(result) if result else None), changes

    def _entry(self, one: Observation) -> _Entry:
        attributes = self._attributes.of(write_attributes(one.attributes))
        source = "" if one.source_value == one.value else one.source_value
        cell = Cell(self._release, one.row, self._headings.of(one.column))
        return _Entry((one.value, attributes, source), cell)

    def _packed(self, entries: dict[int, _Entry]) -> Packed:
        points = sorted(entries, key=self._sort_keys.__getitem__)  # type: ignore[arg-type]
        ordered = [entries[number] for number in points]
        values, attributes, sources = zip(*(entry.content for entry in ordered), strict=True)
        return Packed(
            points, values, attributes, sources, encode([entry.cell for entry in ordered])
        )

    def know(self, codes: Sequence[str]) -> None:
        """Learn the place in time of the periods the store already has, by number."""
        for number, code in enumerate(codes):
            self._sort_keys.setdefault(number, self._order(code))


def _entries(old: Packed | None) -> dict[int, _Entry]:
    if old is None:
        return {}
    contents = zip(old.values, old.attributes, old.source_values, strict=True)
    return {
        number: _Entry(content, cell)
        for number, content, cell in zip(old.points, contents, decode(old.lineage), strict=True)
    }
