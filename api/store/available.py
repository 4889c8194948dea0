"""Codes in use under a selection, without reading its observations where that can be helped."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from api.model.availability import Availability
from api.model.instant import to_micros
from api.model.period import Period
from api.model.selection import Part
from api.store.engine import Reader
from api.store.precedence import Merged
from api.store.rows import where_regions
from api.store.select import PartReader, Tables
from api.store.series import table_name, unpack_points


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
        codes = {}
        for component, found in zip(structure.dimensions, used, strict=True):
            known = [code for code in structure.codes_of(component) if code in found]
            codes[component.id] = (*known, *sorted(found.difference(known)))
        periods = sorted((self._periods[number] for number in points), key=Period.parse)
        return Availability(
            codes=codes,
            periods=(periods[0], periods[-1]) if periods else None,
            series=series,
            observations=observations,
        )
