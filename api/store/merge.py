"""One series, old and new: which observations a release inserts, changes and deletes."""

from array import array
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from api.model.release import Changes, Observation
from api.store.current import CurrentRow
from api.store.incoming import Incoming
from api.store.interning import Interned
from api.store.lineage import Cell, decode, encode, encode_columns
from api.store.series import Packed, pack_attributes

#: Patterns of periods remembered; most series of a cube have one of few.
_PATTERNS = 4096

#: What a series row holds: n, t, v, a, s, l.
Columns = tuple[int, bytes, str, bytes, str | None, str]


class _Entry(NamedTuple):
    """One observation: value, attribute set and figure of the source; and its origin."""

    content: tuple[str, int, str]
    cell: Cell


class _Order(NamedTuple):
    """Periods of a series in time order, packed."""

    packed: bytes
    #: How to bring the observations into this order; None if they are in it.
    sort: Callable[[Sequence[Any]], tuple[Any, ...]] | None


class Merger:
    """Packs observations; tells what a release changes in a series."""

    def __init__(self, interned: Interned, release: int, sort_key: Callable[[str], object]) -> None:
        self._numbers, self._release, self._sort_key = interned, release, sort_key
        self._codes = list(interned.points)
        self._sort_keys: dict[str, object] = {}
        self._orders: dict[tuple[str, ...], _Order] = {}

    def merge(self, old: CurrentRow | None, new: Incoming) -> tuple[Columns | None, Changes]:
        """The row after the release (None if nothing is left) and what changed."""
        if old is None:
            count = len(new.observations)
            columns = self._pack(new.observations) if count else None
            return columns, Changes(count, 0, 0, 0)
        if new.observations:
            columns = self._pack(new.observations)
            if columns[1:5] == tuple(map(_plain, old.columns[:4])):
                return columns, Changes(0, 0, 0, columns[0])
        return self._merged(old.packed(), new)

    def _pack(self, observations: Sequence[Observation]) -> Columns:
        """A row of observations of one key. ValueError if a period occurs twice."""
        _, periods, values, sources, attributes, rows, columns = zip(*observations, strict=True)
        order = self._orders.get(periods) or self._order(periods)
        cells = (rows, columns)
        if order.sort is not None:
            values, sources, attributes = map(order.sort, (values, sources, attributes))
            cells = (order.sort(rows), order.sort(columns))
        headings = tuple(map(self._numbers.headings.__getitem__, cells[1]))
        numbers = map(self._numbers.attributes.__getitem__, attributes)
        return (
            len(values),
            order.packed,
            _joined(values),
            pack_attributes(list(numbers)),
            _sources(values, sources),
            encode_columns(self._release, cells[0], headings),
        )

    def _order(self, periods: tuple[str, ...]) -> _Order:
        if len(set(periods)) != len(periods):
            raise ValueError(f"a period occurs twice in a series: {periods}")
        places = sorted(range(len(periods)), key=lambda place: self._place_in_time(periods[place]))
        numbers = array("H", (self._numbers.points[periods[place]] for place in places))
        in_order = places == list(range(len(places)))
        if len(self._orders) >= _PATTERNS:
            self._orders.clear()
        order = _Order(numbers.tobytes(), None if in_order else itemgetter(*places))
        self._orders[periods] = order
        return order

    def _place_in_time(self, period: str) -> Any:
        found = self._sort_keys.get(period)
        if found is None:
            found = self._sort_keys[period] = self._sort_key(period)
        return found

    def _merged(self, old: Packed, new: Incoming) -> tuple[Columns | None, Changes]:
        before = self._entries(old)
        after = {one.period: self._entry(one) for one in new.observations}
        kept = {} if new.gone is None else {p: e for p, e in before.items() if p not in new.gone}
        inserted = changed = unchanged = 0
        for period, entry in after.items():
            if period not in before:
                inserted += 1
            elif before[period].content != entry.content:
                changed += 1
            else:
                # The cell of the release that first said so stays its origin.
                entry = before[period]
                unchanged += 1
            kept[period] = entry
        gone = len(before.keys() - kept.keys())
        changes = Changes(inserted, changed, gone, unchanged)
        return (self._columns(kept) if kept else None), changes

    def _entry(self, one: Observation) -> _Entry:
        source = "" if one.source_value == one.value else one.source_value
        content = (one.value, self._numbers.attributes[one.attributes], source)
        return _Entry(content, Cell(self._release, one.row, self._numbers.headings[one.column]))

    def _entries(self, old: Packed) -> dict[str, _Entry]:
        contents = zip(old.values, old.attributes, old.source_values, strict=True)
        cells = decode(old.lineage)
        return {
            self._codes[number]: _Entry(content, cell)
            for number, content, cell in zip(old.points, contents, cells, strict=True)
        }

    def _columns(self, entries: dict[str, _Entry]) -> Columns:
        periods = sorted(entries, key=self._place_in_time)
        ordered = [entries[period] for period in periods]
        values, attributes, sources = zip(*(entry.content for entry in ordered), strict=True)
        points = array("H", (self._numbers.points[period] for period in periods))
        return (
            len(periods),
            points.tobytes(),
            _joined(values),
            pack_attributes(attributes),
            _sources(values, sources),
            encode([entry.cell for entry in ordered]),
        )


def _plain(column: Any) -> Any:
    """A column as it was written: drivers give memory views for bytes."""
    return bytes(column) if isinstance(column, memoryview) else column


def _joined(texts: Sequence[str]) -> str:
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:
        raise ValueError(f"a line break inside a value: {texts}")
    return joined


def _sources(values: Sequence[str], sources: Sequence[str]) -> str | None:
    """Figures in the unit of the source where they differ from the values; None if none does."""
    if sources == values or not any(sources):
        return None
    different = ["" if s == v else s for s, v in zip(sources, values, strict=True)]
    return _joined(different) if any(different) else None
