"""Selection to data sets: series in key order, lazily, from one snapshot."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from api.model.artefact import Component
from api.model.dataset import Action, DataSet, Series
from api.model.instant import BEGINNING, from_micros, to_micros
from api.model.period import Period
from api.model.ref import Ref
from api.model.selection import Part
from api.model.structure import Structure
from api.store.catalogue import attribute_set, point
from api.store.delta import Delta, Revised, changes
from api.store.engine import Reader
from api.store.interning import Known, read_attributes
from api.store.masks import Mask
from api.store.pivot import pivot
from api.store.precedence import Merged, Precedence, by_key
from api.store.rows import Row, Scope, owned, rows_at, rows_between
from api.store.runs import runs
from api.store.sorting import observations_sorted


class Tables:
    """Periods and attribute sets of all flows, as far as this process has read them."""

    def __init__(self) -> None:
        self._points = Known(point.c.code)
        self._sets = Known(attribute_set.c.content, read_attributes)
        self._agreements: dict[int, str] = {}

    def points(self, flow: Ref, instant: int, reader: Reader) -> Sequence[str]:
        """Periods by number, those that releases up to an instant use."""
        return self._points.of(str(flow), instant, reader.rows)

    def attribute_sets(
        self, flow: Ref, instant: int, reader: Reader
    ) -> Sequence[tuple[str | None, ...]]:
        """Values of the observation's attributes, in structure order, by number; as the periods."""
        return self._sets.of(str(flow), instant, reader.rows)

    def agreement(self, number: int, reader: Reader) -> str:
        """Reference of a provision agreement."""
        if number not in self._agreements:
            self._agreements = dict(reader.rows('SELECT id, ref FROM "agreement"'))
        return self._agreements[number]


class PartReader:
    """One part of a selection (a dataflow or an agreement) on its way out of the store."""

    def __init__(self, part: Part, reader: Reader, tables: Tables, instant: int) -> None:
        """`instant` is the last one that is asked about."""
        self._part, self._reader = part, reader
        flow = part.structure.dataflow
        self._periods = tables.points(flow.ref, instant, reader)
        self._sets = tables.attribute_sets(flow.ref, instant, reader)
        self.agreement = partial(tables.agreement, reader=reader)
        self._precedence = Precedence(flow, self._periods, Period.parse, self.agreement)
        self._mask = Mask(part, self._periods, self._sets)
        self._scope = Scope(part.structure, part.agreements, part.regions, self._order())
        # Replacing an observation deletes what it is not given; merging leaves that alone.
        self._action: Action = "Merge" if part.leaves_components_out else "Replace"

    def now(self, instant: int) -> Iterator[DataSet]:
        """The data set as of an instant, if anything is in it."""
        part = self._part
        whole = self._mask.takes_all and not part.series_keys_only and self._place() is None
        if whole and (not part.sort or self._sorted_by_dimensions() is not None):
            yield from self._runs(instant)
        else:
            yield from self._data_set(self.merged(instant), self._action)

    def merged(self, instant: int) -> Iterator[Merged]:
        """The series as of an instant, in key order, each with something in it."""
        batches = rows_at(self._reader, self._scope, instant)
        width = len(self._part.structure.key_ids)
        settled = self._precedence.settle(one for rows in batches for one in owned(rows, width))
        if self._mask.takes_all:
            return settled
        return (one for series in settled if (one := self._mask.apply(series)).positions)

    def _runs(self, instant: int) -> Iterator[DataSet]:
        """The data set as of an instant, in runs."""
        batches = rows_at(self._reader, self._scope, instant)
        found = runs(batches, len(self._part.structure.key_ids), self._precedence)
        if (first := next(found, None)) is None:
            return
        found = chain((first,), found)
        data_set = self._described(self._action, None)
        series = (one for run in found for one in run.series())
        yield replace(data_set, runs=found, series=series)

    def between(self, before: int, after: int, *, dated: bool = False) -> Iterator[DataSet]:
        """What changed from one instant to another: what is new or other, then what is gone.

        With `dated`, the data sets say since or until when.
        """
        instant = from_micros(after) if dated else None
        for one in self._data_set(self.replaced(before, after), self._action):
            yield replace(one, valid_from=instant)
        deleted = self._changes(self._delta(before, after).deleted, before, after)
        for one in self._data_set(deleted, "Delete"):
            yield replace(one, valid_to=instant)

    def replaced(self, before: int, after: int) -> Iterator[Merged]:
        """The series with observations that are new or other than before."""
        return self._changes(self._delta(before, after).replaced, before, after)

    def revised(self, before: int, after: int) -> Iterator[tuple[list[Row], list[Revised]]]:
        """Stored rows of each series that differs, with what differs in it."""
        delta = self._delta(before, after)
        for rows in by_key(self._rows_between(before, after)):
            if found := delta.revised(rows):
                yield rows, sorted(found, key=lambda one: Period.parse(self._periods[one[0]]))

    def owners(self, before: int, after: int) -> Iterator[int]:
        """Whose the observations are that `replaced` gives: numbers of agreements, repeatedly."""
        delta = self._delta(before, after)
        for rows in by_key(self._rows_between(before, after)):
            for number in delta.replaced(rows).positions:
                if (owner := self.taken(rows, number, after)) is not None:
                    yield owner

    def taken(self, rows: Sequence[Row], point: int, instant: int) -> int | None:
        """The agreement whose figure of a period was taken at an instant."""
        valid = [row for row in rows if row.valid_from <= instant < row.valid_to]
        return self._precedence.taken(valid, point)

    def period(self, point: int) -> str:
        """The period of a number."""
        return self._periods[point]

    def attributes(self, number: int) -> tuple[str | None, ...]:
        """The attribute values of a number."""
        return self._sets[number]

    def _delta(self, before: int, after: int) -> Delta:
        return Delta(self._precedence, self._mask, (before, after), nothing=len(self._sets))

    def _changes(
        self, change: Callable[[list[Row]], Merged], before: int, after: int
    ) -> Iterator[Merged]:
        return changes(by_key(self._rows_between(before, after)), change)

    def _rows_between(self, before: int, after: int) -> Iterator[Row]:
        return rows_between(
            self._reader,
            self._scope,
            (before, after),
            # Other agreements' unchanged rows decide too which figure the default data set takes.
            changed=self._part.agreements is not None and len(self._part.agreements) == 1,
        )

    def _order(self) -> tuple[tuple[int, bool], ...]:
        """The dimension at the observation comes last, so that sibling series are neighbours."""
        place = self._place()
        if place is None:
            return self._sorted_by_dimensions() or ()
        others = (number for number in range(len(self._part.structure.key_ids)) if number != place)
        return tuple((number, False) for number in (*others, place))

    def _sorted_by_dimensions(self) -> tuple[tuple[int, bool], ...] | None:
        """The order asked for, where the rows can be read in it; else None."""
        ids, sort = self._part.structure.key_ids, list(self._part.sort)
        if len(sort) > len(ids) and sort[-1][0].role == "time" and not sort[-1][1]:
            sort.pop()  # after all dimensions observations are in order of time anyway
        if any(component.id not in ids for component, _ in sort):
            return None
        return tuple((ids.index(component.id), down) for component, down in sort)

    def _place(self) -> int | None:
        ids = self._part.structure.key_ids
        name = self._part.observation.id
        return ids.index(name) if name in ids else None

    def _data_set(self, series: Iterator[Merged], action: Action) -> Iterator[DataSet]:
        first = next(series, None)
        if first is None:
            return
        place = self._place()
        found = self._described(action, place)
        series_found = self._in_order(found, self._turned(chain((first,), series), place), place)
        if self._part.series_keys_only:
            series_found = (Series(one[0], (), (), ()) for one in series_found)
        yield replace(found, series=series_found)

    def _described(self, action: Action, place: int | None) -> DataSet:
        """The data set without its series."""
        part, structure = self._part, self._part.structure
        time = (structure.time,) if structure.time and place is not None else ()
        key = tuple(one for n, one in enumerate(structure.dimensions) if n != place)
        return DataSet(
            structure=structure,
            key=(*key, *time),
            observation=part.observation,
            flat=part.flat,
            points=self._periods if place is None else self._codes(place),
            measures=part.measures,
            dataset_attributes=_with_values(structure, part.dataset_attributes),
            series_attributes=_with_values(structure, part.series_attributes),
            observation_attributes=part.observation_attributes,
            attribute_sets=self._projected(),
            action=action,
            agreement=part.agreements[0] if part.agreements else None,
        )

    def _in_order(
        self, found: DataSet, series: Iterator[Series], place: int | None
    ) -> Iterator[Series]:
        in_order = place is None and self._sorted_by_dimensions() is not None
        if in_order or not self._part.sort:
            return series
        structure = self._part.structure
        # What is not to be written may be sorted by all the same.
        whole = replace(
            found,
            measures=structure.measures,
            observation_attributes=_at_observation(structure),
            attribute_sets=[*self._sets, (None,) * len(_at_observation(structure))],
            series=series,
        )
        order = [(component.id, down) for component, down in self._part.sort]
        return observations_sorted(whole, order)

    def _turned(self, merged: Iterator[Merged], place: int | None) -> Iterator[Series]:
        if place is None:
            return merged
        in_time = sorted(range(len(self._periods)), key=lambda n: Period.parse(self._periods[n]))
        ranks = {number: rank for rank, number in enumerate(in_time)}
        codes = {code: number for number, code in enumerate(self._codes(place))}
        order = [ranks[number] for number in range(len(self._periods))]
        return pivot(merged, place, self._periods, codes, order)

    def _codes(self, place: int) -> Sequence[str]:
        return sorted(self._part.structure.codes_of(self._part.structure.dimensions[place]))

    def _projected(self) -> Sequence[tuple[str | None, ...]]:
        """The attribute sets with only the attributes to write, and the empty one for deletions."""
        all_ids = [one.id for one in _at_observation(self._part.structure)]
        places = [all_ids.index(one.id) for one in self._part.observation_attributes]
        projected = (
            self._sets
            if len(places) == len(all_ids)
            else [tuple(one[place] for place in places) for one in self._sets]
        )
        return [*projected, (None,) * len(places)]


def _at_observation(structure: Structure) -> tuple[Component, ...]:
    return tuple(one for one in structure.attributes if one.attachment == "observation")


def _with_values(
    structure: Structure, attributes: Iterable[Component]
) -> tuple[tuple[Component, str], ...]:
    """Attributes above the observation with the value the dataflow gives them."""
    values = ((one, structure.constant(one)) for one in attributes)
    return tuple((one, value) for one, value in values if value is not None)


def data_sets(
    parts: Iterable[Part],
    reader: Reader,
    tables: Tables,
    instants: Callable[[Part], Sequence[int]],
) -> Iterator[DataSet]:
    """Data sets of the parts of a selection, one after the other.

    `instants` lists those of a part's releases that the answer may tell of, oldest first: between
    two of them nothing changes, so the answer is as of the last one that was asked for.
    """
    for part in parts:
        seen = instants(part)
        if part.as_of is not None:
            seen = seen[: bisect_right(seen, to_micros(part.as_of))]
        if seen:
            yield from _of_part(part, PartReader(part, reader, tables, seen[-1]), seen)


def _of_part(part: Part, reader: PartReader, seen: Sequence[int]) -> Iterator[DataSet]:
    after = to_micros(part.updated_after) if part.updated_after else None
    if part.include_history:
        start = BEGINNING if after is None else after
        for instant in seen:
            if start < instant:
                yield from reader.between(start, instant, dated=True)
                start = instant
    elif after is None:
        yield from reader.now(seen[-1])
    elif after < seen[-1]:
        yield from reader.between(after, seen[-1])
