"""Series along another dimension than time: sibling series, turned one group at a time."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from api.model.dataset import Series
from api.store.precedence import Merged


def pivot(
    series: Iterator[Merged],
    place: int,
    periods: Sequence[str],
    codes: Mapping[str, int],
    order: Sequence[int],
) -> Iterator[Series]:
    """Turn series over time into series over the dimension at `place`.

    The series come with those that differ in that dimension only next to each other. A turned
    key has the other dimensions, then the period. `codes` numbers the codes of the dimension,
    `order` is each period's place in time.
    """
    for rest, group in groupby(series, key=lambda one: _without(one[0], place)):
        turned: dict[int, list[tuple[int, str, int]]] = {}
        for key, points, values, sets in group:
            code = codes[key[place]]
            for point, value, attributes in zip(points, values, sets, strict=True):
                turned.setdefault(point, []).append((code, value, attributes))
        for point in sorted(turned, key=order.__getitem__):
            places, values, sets = zip(*sorted(turned[point]), strict=True)
            yield Series((*rest, periods[point]), places, values, sets)


def _without(key: tuple[str, ...], place: int) -> tuple[str, ...]:
    return key[:place] + key[place + 1 :]
