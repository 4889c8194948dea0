"""What became of a dataflow's figures between two instants, release by release.

The figures at the first instant, with every step applied, are the figures at the second one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from api.model.query import Key
from api.model.ref import Ref
from api.model.region import Region, key_regions
from api.model.registry import Registry
from api.model.release import Release
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
    #: The release that did it; the new figure stands since it is valid.
    release: Release

    @property
    def kind(self) -> Kind:
        """What happened: of equal values only the attributes changed."""
        if self.old is None:
            return "new"
        if self.new is None:
            return "withdrawn"
        return "revised" if self.old != self.new else "described otherwise"


def differences(
    flow: Ref, keys: Sequence[Key], window: Window, registry: Registry, store: Store
) -> Iterator[Step]:
    """Every step under the keys, in order of its instant, then of key and time.

    Raises InvalidSyntax for a key whose positions are not those of the dataflow.
    """
    structure = registry.structure(flow)
    regions = key_regions(tuple(keys), structure)
    scale = int(structure.dataflow.constants.get("UNIT_MULT", "0"))
    for one in store.revisions(flow, window.after or _BEGINNING, window.until):
        if any(_inside(one.key, region) for region in regions):
            old = one.before.value if one.before else None
            new = one.after.value if one.after else None
            difference, percent = _size(old, new, scale)
            yield Step(
                key=one.key,
                period=one.period,
                old=old,
                new=new,
                difference=difference,
                percent=percent,
                release=one.release,
            )


#: Before anything was ever released.
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


def _inside(key: tuple[str, ...], region: Region) -> bool:
    return all(key[place] in codes for place, codes in region.items())


def _size(old: str | None, new: str | None, scale: int) -> tuple[Decimal | None, Decimal | None]:
    if not old or not new:
        return None, None
    before = Decimal(old)
    difference = Decimal(new) - before
    percent = (difference * 100 / before).quantize(Decimal("0.01")) if before else None
    return difference.scaleb(scale), percent
