"""Ranges of time that end before they begin, and so can find nothing."""

from collections.abc import Iterable, Iterator
from itertools import product

from api.model.period import Period
from api.model.query import Filter


def backwards(filters: Iterable[Filter], time: str) -> Iterator[str]:
    """A sentence for each such range among the filters on the dimension of time."""
    for asked in filters:
        for conditions in asked.alternatives if asked.component == time else ():
            least = [one.value for one in conditions if one.operator in ("ge", "gt")]
            most = [one.value for one in conditions if one.operator in ("le", "lt")]
            for begin, end in product(least, most):
                if Period.parse(begin).first > Period.parse(end).last:
                    yield f"the range of time begins with {begin} and ends before, with {end}"
