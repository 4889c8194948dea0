"""The default data set: where several agreements fill one key, which one's figure is taken.

The dataflow's file orders its agreements, per period where needed, with a reason; nothing here
looks at dates of publication.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from api.model.artefact import Dataflow
from api.model.dataset import Series
from api.store.rows import Owned, Row

#: What is left of rows once it is settled whose figures count.
Merged = Series


class Precedence:
    """Ranks of agreements per period of one dataflow."""

    def __init__(
        self,
        dataflow: Dataflow,
        periods: Sequence[str],
        order: Callable[[str], object],
        agreement: Callable[[int], str],
    ) -> None:
        """`periods` by number; `agreement` gives the reference of a number."""
        self._rules = dataflow.precedence
        self._periods, self._order, self._agreement = periods, order, agreement
        self._ranks: dict[int, dict[str, int]] = {}

    def settle(self, rows: Iterable[Owned]) -> Iterator[Merged]:
        """One series a key from series of agreements, those of one key next to each other."""
        held: list[Owned] = []
        for one in rows:
            if held and one[0][0] != held[0][0][0]:
                yield held[0][0] if len(held) == 1 else self.merge(held)
                held = [one]
            else:
                held.append(one)
        if held:
            yield self.merge(held)

    def merge(self, rows: Sequence[Owned]) -> Merged:
        """One series from those of one key, each of another agreement."""
        if len(rows) == 1:
            return rows[0][0]
        best: dict[int, tuple[tuple[int, str], str, int]] = {}
        for series, owner in rows:
            agreement = self._agreement(owner)
            for number, value, attributes in zip(*series[1:], strict=True):
                rank = (self.rank(number, agreement), agreement)
                if number not in best or rank < best[number][0]:
                    best[number] = (rank, value, attributes)
        numbers = sorted(best, key=lambda number: self._order(self._periods[number]))  # type: ignore[arg-type,return-value]
        _, values, sets = zip(*(best[number] for number in numbers), strict=True)
        return Series(rows[0][0].key, numbers, values, sets)

    def taken(self, rows: Sequence[Row], number: int) -> int | None:
        """The agreement whose figure is taken of a period, from rows of one key; None for none."""
        having = [row.agreement for row in rows if number in row.points]
        return min(
            having,
            key=lambda one: (self.rank(number, self._agreement(one)), self._agreement(one)),
            default=None,
        )

    def rank(self, number: int, agreement: str) -> int:
        """Place of an agreement among those that may fill a period; unlisted ones come last."""
        if number not in self._ranks:
            period = self._periods[number]
            rule = next(
                (rule for rule in self._rules if not rule.periods or period in rule.periods), None
            )
            listed = rule.agreements if rule else ()
            self._ranks[number] = {str(ref): rank for rank, ref in enumerate(listed)}
        ranks = self._ranks[number]
        return ranks.get(agreement, len(ranks))


def by_key(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows of one key together; they come in key order."""
    for _, group in groupby(rows, key=attrgetter("key")):
        yield list(group)
