"""One observation back to the cell it was read from."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from api.model.lineage import Lineage
from api.model.period import Period
from api.model.ref import Ref
from api.model.release import Release
from api.model.structure import Structure
from api.store.engine import Reader
from api.store.lineage import Cell, decode
from api.store.precedence import Precedence
from api.store.select import Tables
from api.store.series import Packed, table_name


class _Found(NamedTuple):
    """One agreement's figure; the lowest one is the one the default data set takes."""

    rank: int
    agreement: str
    value: str
    source_value: str
    cell: Cell


class Trace:
    """Observations of one dataflow as of an instant."""

    def __init__(self, structure: Structure, reader: Reader, tables: Tables, instant: int) -> None:
        self._structure, self._reader, self._instant = structure, reader, instant
        self._tables = tables
        flow = structure.dataflow
        self._periods = tables.points(flow.ref, instant, reader)
        self._precedence = Precedence(flow, self._periods, Period.parse, self._agreement)

    def of(
        self,
        key: tuple[str, ...],
        period: str,
        agreement: Ref | None,
        releases: Mapping[int, Release],
    ) -> Lineage | None:
        """Where an agreement's figure came from, or the one the default data set takes.

        None if there is no such observation.
        """
        if period not in self._periods:
            return None
        found = self._found(key, self._periods.index(period))
        wanted = [one for one in found if agreement is None or one.agreement == str(agreement)]
        if not wanted:
            return None
        best = min(wanted)
        headings = self._reader.rows("SELECT text FROM heading WHERE id = ?", (best.cell.heading,))
        return Lineage(
            agreement=Ref.parse(best.agreement),
            release=releases[best.cell.release],
            row=best.cell.row,
            column=next(headings)[0],
            value=best.value,
            source_value=best.source_value or best.value,
        )

    def _found(self, key: tuple[str, ...], point: int) -> Iterator[_Found]:
        for number, *columns in self._rows(key):
            packed = Packed.read(*columns)
            if point in packed.points:
                place = list(packed.points).index(point)
                agreement = self._agreement(number)
                yield _Found(
                    self._precedence.rank(point, agreement),
                    agreement,
                    packed.values[place],
                    packed.source_values[place],
                    list(decode(packed.lineage))[place],
                )

    def _rows(self, key: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        where = "".join(f' AND "{name}" = ?' for name in self._structure.key_ids)
        sql = (
            "SELECT agreement, t, v, a, s, l "  # noqa: S608
            f'FROM "{table_name(self._structure.dataflow.ref)}" '
            f"WHERE valid_from <= ? AND valid_to > ?{where}"
        )
        return self._reader.rows(sql, (self._instant, self._instant, *key))

    def _agreement(self, number: int) -> str:
        return self._tables.agreement(number, self._reader)
