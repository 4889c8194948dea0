"""What a data query would find: codes in use, the span of time, and how much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.model.period import Period
from api.model.structure import Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Codes by dimension in order of their codelist; first and last period; counts."""

    codes: Mapping[str, tuple[str, ...]]
    #: The period that begins first and the one that ends last, as written in the data; None where
    #: there is nothing.
    periods: tuple[str, str] | None
    series: int
    observations: int


def extent(periods: Sequence[str]) -> tuple[str, str] | None:
    """The period that begins first and the one that ends last, in which all others lie."""
    if not periods:
        return None
    return min(periods, key=Period.parse), max(periods, key=_end)


def _end(text: str) -> tuple[int, int]:
    period = Period.parse(text)
    return period.last, period.first


def in_order(structure: Structure, used: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Codes by dimension, those of its list in its order, then any others."""
    codes = {}
    for component in structure.dimensions:
        found = set(used[component.id])
        known = [code for code in structure.codes_of(component) if code in found]
        codes[component.id] = (*known, *sorted(found.difference(known)))
    return codes


def together(found: Sequence[Availability], structure: Structure) -> Availability:
    """What several data sets of one dataflow have, where each has its own figure of a key."""
    used = {id: {code for one in found for code in one.codes[id]} for id in structure.key_ids}
    return Availability(
        codes=in_order(structure, used),
        periods=extent([period for one in found for period in one.periods or ()]),
        series=sum(one.series for one in found),
        observations=sum(one.observations for one in found),
    )
