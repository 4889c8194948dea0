"""Hierarchies over codelists (SDMX 3.0 Section 2, 5: what 2.1 calls hierarchical codelists)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from api.model.artefact import Annotation, Maintainable
from api.model.ref import Link
from api.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One depth of a hierarchy with formal levels; they are listed from the top down."""

    id: str
    name: Text
    description: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HierarchicalCode:
    """A code in its place. The same code may stand in several places, each with an id of its own.

    `id` is unique in the hierarchy (structure schemas, 2.1 and 3.x).
    """

    id: str
    code: Link
    children: tuple["HierarchicalCode", ...] = ()
    #: Id of the level, in a hierarchy with formal levels.
    level: str = ""
    annotations: tuple[Annotation, ...] = ()

    def links(self) -> Iterator[Link]:
        """Its code, then those below it."""
        yield self.code
        for child in self.children:
            yield from child.links()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hierarchy(Maintainable):
    """Codes of one or several codelists arranged in a tree."""

    kind = "hierarchy"
    levels: tuple[Level, ...] = ()
    codes: tuple[HierarchicalCode, ...] = ()

    def links(self) -> Iterator[Link]:
        """Every code of the tree."""
        for code in self.codes:
            yield from code.links()


@dataclass(frozen=True, slots=True, kw_only=True)
class HierarchyAssociation(Maintainable):
    """Offers a hierarchy for browsing a codelist, perhaps in one dataflow only; SDMX 3.x only."""

    kind = "hierarchyassociation"
    hierarchy: Link
    linked: Link
    context: Link | None = None

    def links(self) -> Iterator[Link]:
        """Hierarchy, object, context."""
        yield self.hierarchy
        yield self.linked
        if self.context:
            yield self.context
