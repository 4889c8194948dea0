"""Published figures of given series, of every agreement: what publishing compares with."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from api.model.ref import Ref
from api.model.release import Figure
from api.model.structure import Structure
from api.store.interning import read_attributes
from api.store.series import table_name, unpack_attributes, unpack_points

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


def public(rows: Rows, structure: Structure, instant: int) -> Iterator[Figure]:
    """Every figure that was ever public by an instant, with its status; old before new."""
    flow = structure.dataflow.ref
    codes = _texts(rows, 'SELECT code FROM "point" WHERE flow = ? ORDER BY id', (str(flow),))
    refs = [Ref.parse(one) for one in _texts(rows, 'SELECT ref FROM "agreement" ORDER BY id', ())]
    statuses = _statuses(rows, structure)
    names = ", ".join(f'"{name}"' for name in structure.key_ids)
    sql = (
        f'SELECT agreement, t, v, a, {names} FROM "{table_name(flow)}" '  # noqa: S608
        "WHERE valid_from <= ? ORDER BY valid_from, id"
    )
    for number, t, v, a, *key in rows(sql, (instant,)):
        points = unpack_points(t)
        sets = unpack_attributes(a, len(points))
        observations = zip(points, v.split("\n"), sets, strict=True)
        for point, value, attributes in observations:
            yield Figure(refs[number], tuple(key), codes[point], value, statuses[attributes])


def _statuses(rows: Rows, structure: Structure) -> list[str]:
    """OBS_STATUS of each attribute set, by number."""
    flow = str(structure.dataflow.ref)
    contents = _texts(
        rows, 'SELECT content FROM "attribute_set" WHERE flow = ? ORDER BY id', (flow,)
    )
    ids = [one.id for one in structure.attributes if one.attachment == "observation"]
    if "OBS_STATUS" not in ids:
        return [""] * len(contents)
    place = ids.index("OBS_STATUS")
    return [read_attributes(content)[place] or "" for content in contents]


def _texts(rows: Rows, sql: str, parameters: Sequence[Any]) -> list[str]:
    return [row[0] for row in rows(sql, parameters)]
