"""Maps between data structures (SDMX 3.0 Section 2, 9; in 2.1 part of a structure set)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from api.model.artefact import Maintainable
from api.model.ref import Link, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentMap:
    """Components whose values give those of others: through a representation map, or as they are.

    The order of `sources` and `targets` is the order of the columns of the representation map.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    map: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedValue:
    """A component of one side that always has the same value."""

    component: str
    values: tuple[str, ...]
    side: Literal["source", "target"] = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureMap(Maintainable):
    """How data of one structure or dataflow become data of another."""

    kind = "structuremap"
    source: Link
    target: Link
    components: tuple[ComponentMap, ...] = ()
    fixed: tuple[FixedValue, ...] = ()
    #: Component -> role where it is no dimension; 2.1 cannot name a component without.
    roles: Mapping[str, Literal["dimension", "time", "measure", "attribute"]] = field(
        default_factory=dict
    )

    def links(self) -> Iterator[Link]:
        """Source, target, then representation maps."""
        yield self.source
        yield self.target
        for component in self.components:
            if component.map:
                yield Link("representationmap", component.map)
