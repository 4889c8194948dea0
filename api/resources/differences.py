"""What became of a dataflow's figures between two instants, release by release.

The figures at the first instant, with every step applied, are the figures at the second one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from api.errors import NoResults
from api.model.dataset import DataSet
from api.model.query import DataQuery, Key
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.release import Release
from api.model.selection import resolve
from api.resources.by_agreement import Observed, exactly, observations, read
from api.store.store import Store

#: What a step does to an observation.
Kind = Literal["new", "revised", "described otherwise", "withdrawn"]


class Window(NamedTuple):
    """After the first instant, up to and with the second; None for the beginning, and for now."""

    after: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change of one observation in the default data set of a dataflow."""

    key: tuple[str, ...]
    period: str
    #: As published; None where there was, or is, no observation, "" for one without a value.
    old: str | None
    new: str | None
    #: New less old in the unit of measure itself (persons); None without two numbers.
    difference: Decimal | None
    #: The difference in percent of the old figure, two decimals.
    percent: Decimal | None
    #: Since when the new one stands, and which releases of the dataflow became valid then.
    instant: datetime
    releases: tuple[Release, ...]

    @property
    def kind(self) -> Kind:
        """What happened: of equal values only the attributes changed."""
        if self.old is None:
            return "new"
        if self.new is None:
            return "withdrawn"
        return "revised" if self.old != self.new else "described otherwise"

    @property
    def reason(self) -> str:
        """Why, as the releases say."""
        return "; ".join(dict.fromkeys(one.reason for one in self.releases if one.reason))


def differences(
    flow: Ref, keys: Sequence[Key], window: Window, registry: Registry, store: Store
) -> Iterator[Step]:
    """Every step in order of its instant, then of key and period, withdrawals after the others."""
    structure = registry.structure(flow)
    scale = int(structure.dataflow.constants.get("UNIT_MULT", "0"))
    known = {
        (one.key, one.period): one.value for one in _before(flow, keys, window, registry, store)
    }
    released: dict[datetime, tuple[Release, ...]] = {}
    for one in store.visible([flow]):
        released[one.valid_from] = (*released.get(one.valid_from, ()), one)
    for found in _changes(flow, keys, window, registry, store):
        instant = found.valid_from or found.valid_to
        if instant is None:
            continue
        gone = found.action == "Delete"
        for each in observations(found):
            place = each.key, each.period
            old, new = known.pop(place, None), None if gone else each.value
            if new is not None:
                known[place] = new
            difference, percent = _size(old, new, scale)
            yield Step(
                key=each.key,
                period=each.period,
                old=old,
                new=new,
                difference=difference,
                percent=percent,
                instant=instant,
                releases=released.get(instant, ()),
            )


def _before(
    flow: Ref, keys: Sequence[Key], window: Window, registry: Registry, store: Store
) -> Iterator[Observed]:
    if window.after is not None:
        query = DataQuery(
            dialect="v2", artefacts=exactly(flow), keys=tuple(keys), as_of=window.after
        )
        yield from read(query, registry, store)


def _changes(
    flow: Ref, keys: Sequence[Key], window: Window, registry: Registry, store: Store
) -> Iterator[DataSet]:
    query = DataQuery(
        dialect="v2",
        artefacts=exactly(flow),
        keys=tuple(keys),
        updated_after=window.after,
        as_of=window.until,
        include_history=True,
    )
    try:
        selected = store.select(resolve(query, registry))
    except NoResults:
        return
    if selected is None:
        return
    try:
        yield from selected.data_sets
    finally:
        selected.close()


def _size(old: str | None, new: str | None, scale: int) -> tuple[Decimal | None, Decimal | None]:
    if not old or not new:
        return None, None
    before = Decimal(old)
    difference = Decimal(new) - before
    percent = (difference * 100 / before).quantize(Decimal("0.01")) if before else None
    return difference.scaleb(scale), percent
