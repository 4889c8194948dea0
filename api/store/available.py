"""Codes in use under a selection, without reading its observations where that can be helped."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from api.model.artefact import Component
from api.model.availability import Availability, extent, in_order
from api.model.comparison import is_numeric
from api.model.instant import BEGINNING, to_micros
from api.model.selection import Part
from api.store.engine import Reader
from api.store.precedence import Merged
from api.store.rows import where_regions
from api.store.select import PartReader, Tables
from api.store.series import table_name, unpack_points
from api.store.watch import Listed


class Available:
    """Availability of one part as of an instant."""

    def __init__(
        self, part: Part, reader: Reader, tables: Tables, instant: int, *, sole: bool
    ) -> None:
        """`sole`: one agreement at most has released anything by the instant."""
        self._part, self._reader, self._instant = part, reader, instant
        self._tables, self._sole = tables, sole
        self._periods = tables.points(part.structure.dataflow.ref, instant, reader)

    def exact(self) -> Availability:
        """Codes that occur in the answer to the query."""
        if self._needs_observations():
            return self._read(self._merged(self._part))
        return self._counted(self._part)

    def selectable(self) -> Availability:
        """Codes that could be chosen for each dimension given what is chosen for the others."""
        exact = self.exact()
        codes = dict(exact.codes)
        for place, name in enumerate(self._part.structure.key_ids):
            regions = tuple(
                {other: wanted for other, wanted in region.items() if other != place}
                for region in self._part.regions
            )
            if regions != self._part.regions:
                freed = replace(self._part, regions=regions)
                codes[name] = self._other(freed).exact().codes[name]
        if self._part.period is None:
            return replace(exact, codes=codes)
        any_time = self._other(replace(self._part, period=None)).exact()
        return replace(exact, codes=codes, periods=any_time.periods)

    def values(self, component: Component) -> Sequence[str]:
        """Values of an attribute of the observation; of a measure the least and the greatest."""
        merged, structure = self._merged(self._part), self._part.structure
        if component.role == "measure":
            texts = (text for series in merged for text in series.values if text)
            return _least_and_greatest(texts, component)
        ids = [one.id for one in structure.attributes if one.attachment == "observation"]
        place = ids.index(component.id)
        sets = self._tables.attribute_sets(structure.dataflow.ref, self._instant, self._reader)
        used = {number for series in merged for number in series.attributes}
        return sorted({text for number in used if (text := sets[number][place])})

    def agreements(self) -> set[str]:
        """References of the agreements whose figures are in the answer to the query."""
        part = self._part
        after = to_micros(part.updated_after) if part.updated_after else BEGINNING
        reader = PartReader(part, self._reader, self._tables, self._instant)
        found = set(reader.owners(after, self._instant)) if after < self._instant else set()
        return {reader.agreement(number) for number in found}

    def _other(self, part: Part) -> "Available":
        return Available(part, self._reader, self._tables, self._instant, sole=self._sole)

    def _needs_observations(self) -> bool:
        part = self._part
        conditions = (
            part.dimension_tests,
            part.period,
            part.attribute_tests,
            part.measure_test,
            part.updated_after,
        )
        single = part.agreements is not None and len(part.agreements) == 1
        return any(conditions) or not (single or self._sole)

    @property
    def _table(self) -> str:
        return table_name(self._part.structure.dataflow.ref)

    def _merged(self, part: Part) -> Iterator[Merged]:
        reader = PartReader(part, self._reader, self._tables, self._instant)
        if part.updated_after is None:
            return reader.merged(self._instant)
        after = to_micros(part.updated_after)
        return reader.replaced(after, self._instant) if after < self._instant else iter(())

    def _read(self, series: Iterator[Merged]) -> Availability:
        """Count by reading: where several agreements or conditions decide what is there."""
        used: list[set[str]] = [set() for _ in self._part.structure.key_ids]
        points: set[int] = set()
        count = observations = 0
        for key, numbers, _, _ in series:
            for codes, code in zip(used, key, strict=True):
                codes.add(code)
            points.update(numbers)
            count += 1
            observations += len(numbers)
        return self._availability(used, points, count, observations)

    def _counted(self, part: Part) -> Availability:
        """Count in SQL: distinct codes a dimension; few distinct patterns of periods."""
        where, parameters = self._where(part)
        source = f'FROM "{self._table}" WHERE {where}'
        used = []
        for name in part.structure.key_ids:
            rows = self._reader.rows(f'SELECT DISTINCT "{name}" {source}', parameters)
            used.append({row[0] for row in rows})
        points: set[int] = set()
        count = observations = 0
        grouped = f"SELECT t, COUNT(*), SUM(n) {source} GROUP BY t"
        for t, rows_of_it, of_it in self._reader.rows(grouped, parameters):
            points.update(unpack_points(t))
            count += rows_of_it
            observations += of_it
        return self._availability(used, points, count, observations)

    def _where(self, part: Part) -> tuple[str, Sequence[Any]]:
        regions, parameters = where_regions(part.structure, part.regions)
        where = "valid_from <= ? AND valid_to > ?" + regions
        values: tuple[Any, ...] = (self._instant, self._instant, *parameters)
        if part.agreements is not None:
            marks = ", ".join("?" * len(part.agreements)) or "NULL"
            where += f' AND agreement IN (SELECT id FROM "agreement" WHERE ref IN ({marks}))'  # noqa: S608
            values += tuple(str(one) for one in part.agreements)
        return where, values

    def _availability(
        self, used: Sequence[set[str]], points: set[int], series: int, observations: int
    ) -> Availability:
        structure = self._part.structure
        return Availability(
            codes=in_order(structure, dict(zip(structure.key_ids, used, strict=True))),
            periods=extent([self._periods[number] for number in points]),
            series=series,
            observations=observations,
        )


def look_into(
    part: Part, reader: Reader, tables: Tables, listed: Listed, until: datetime
) -> Available:
    """The availability of a part as of the last release until an instant."""
    flow = part.structure.dataflow.ref
    instant = next(reversed(listed.instants(flow, until)), BEGINNING)
    sole = len({one.agreement for one in listed.visible(until, [flow])}) <= 1
    return Available(part, reader, tables, instant, sole=sole)


def _least_and_greatest(texts: Iterator[str], component: Component) -> Sequence[str]:
    order: Callable[[str], Any] = _number if is_numeric(component) else str
    least = greatest = next(texts, None)
    if least is None or greatest is None:
        return ()
    for text in texts:
        least, greatest = min(least, text, key=order), max(greatest, text, key=order)
    return least, greatest


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
