"""Published figures of given series, of every agreement: what publishing compares with."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from api.model.ref import Ref
from api.model.release import Figure
from api.model.structure import Structure
from api.store.series import table_name, unpack_points

#: Runs SQL whose parameters are marked `?`.
Rows = Callable[[str, Sequence[Any]], Iterable[Any]]

#: Series asked for by key in one statement.
_KEYS = 1000


def figures(
    rows: Rows, structure: Structure, keys: Collection[tuple[str, ...]], instant: int
) -> Iterator[Figure]:
    """The figures of these series at an instant."""
    flow = structure.dataflow.ref
    codes = _texts(rows, 'SELECT code FROM "point" WHERE flow = ? ORDER BY id', (str(flow),))
    refs = [Ref.parse(one) for one in _texts(rows, 'SELECT ref FROM "agreement" ORDER BY id', ())]
    names = ", ".join(f'"{name}"' for name in structure.key_ids)
    mark = f"({', '.join('?' * len(structure.key_ids))})"
    wanted = sorted(keys)
    for start in range(0, len(wanted), _KEYS):
        some = wanted[start : start + _KEYS]
        sql = (
            f'SELECT agreement, t, v, {names} FROM "{table_name(flow)}" '  # noqa: S608
            f"WHERE valid_from <= ? AND valid_to > ? "
            f"AND ({names}) IN (VALUES {', '.join([mark] * len(some))})"
        )
        parameters = (instant, instant, *(code for key in some for code in key))
        for number, t, v, *key in rows(sql, parameters):
            for point, value in zip(unpack_points(t), v.split("\n"), strict=True):
                yield Figure(refs[number], tuple(key), codes[point], value)


def _texts(rows: Rows, sql: str, parameters: Sequence[Any]) -> list[str]:
    return [row[0] for row in rows(sql, parameters)]
