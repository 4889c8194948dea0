"""The contract of a row: one module under `rows/` with a `ROW`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.bench import Bench


@dataclass(frozen=True, slots=True)
class Measured:
    """One ratio (or size), and what it was made of."""

    value: float
    #: What was measured, in words: seconds, megabytes.
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of the table, with the value it must reach and the value it should."""

    #: Place in the table.
    order: int
    name: str
    floor: float
    goal: float
    #: Whether more is better.
    at_least: bool
    measure: "Callable[[Bench], Measured]"
    unit: str = "x"
    #: Measured by `QUICK=1`, too.
    quick: bool = False

    def meets(self, value: float, wanted: float) -> bool:
        """Whether a value is as good as the one wanted."""
        return value >= wanted if self.at_least else value <= wanted


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    started = perf_counter()
    work()
    return perf_counter() - started


@dataclass(slots=True)
class Alternating:
    """Several kinds of work, one after the other, again and again: noise hits all of them alike."""

    rounds: int
    #: Name -> seconds of each round.
    taken: dict[str, list[float]] = field(default_factory=dict)

    def run(self, **works: Callable[[], object]) -> "Alternating":
        """Measure; the first round only warms up and does not count."""
        for number in range(self.rounds + 1):
            for name, work in works.items():
                found = seconds(work)
                if number:
                    self.taken.setdefault(name, []).append(found)
        return self

    def ratio(self, one: str, other: str) -> float:
        """Median over the rounds of how many times longer `one` took than `other`."""
        pairs = zip(self.taken[one], self.taken[other], strict=True)
        return median(first / second for first, second in pairs)

    def said(self, names: Sequence[str] = ()) -> str:
        """Medians in words."""
        return ", ".join(
            f"{name} {median(self.taken[name]):.3f} s" for name in names or tuple(self.taken)
        )
