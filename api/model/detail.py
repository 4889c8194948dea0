"""Less than the whole of an artefact: stubs, item queries, unresolved codelists (`detail`)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from api.model.artefact import ItemScheme, Maintainable
from api.model.ref import Link
from api.model.registry import Registry

M = TypeVar("M", bound=Maintainable)

#: Schemes whose items are named by the path to them; others are flat, whatever their parents.
NESTED = frozenset(("categoryscheme", "reportingtaxonomy"))


def stub(artefact: M) -> M:
    """Identification and name. Formats write no content for what is marked external."""
    return replace(complete_stub(artefact), description={}, annotations=())


def complete_stub(artefact: M) -> M:
    """Identification, name, description and annotations."""
    if isinstance(artefact, ItemScheme):
        return replace(artefact, is_external=True, items=(), extends=())
    return replace(artefact, is_external=True)


def ancestors(scheme: ItemScheme, items: Iterable[str]) -> set[str]:
    """The ids given and those of all items above them, by path or by parent."""
    by_id = scheme.by_id()
    found: set[str] = set()
    for start in items:
        here = start
        while here and here not in found and here in by_id:
            found.add(here)
            above = here.rpartition(".")[0] if scheme.kind in NESTED else ""
            here = above or by_id[here].parent
    return found


def only(scheme: ItemScheme, items: Iterable[str]) -> ItemScheme:
    """The scheme with these items alone, in its own order; marked partial if any is missing."""
    kept = set(items)
    left = tuple(item for item in scheme.items if item.id in kept)
    if len(left) == len(scheme.items):
        return scheme
    return replace(scheme, items=left, is_partial=True)


def items_asked(scheme: ItemScheme, items: Iterable[str]) -> ItemScheme | None:
    """Answer of an item query: the items, those above them in nested schemes; None if none exist.

    The answer is partial by definition, even where the scheme has no more (SDMX-REST, `itemID`).
    """
    asked = set(items) & scheme.by_id().keys()
    if not asked:
        return None
    if scheme.kind in NESTED:
        asked = ancestors(scheme, asked)
    return replace(only(scheme, asked), is_partial=True)


def unresolved(scheme: ItemScheme, registry: Registry) -> ItemScheme:
    """A codelist with the codes it adds itself; those it inherits are left to `extends`."""
    inherited: set[str] = set()
    for ref, prefix in scheme.extends:
        extended = registry.get(Link(scheme.kind, ref))
        if isinstance(extended, ItemScheme):
            inherited.update(prefix + item.id for item in extended.items)
    return replace(scheme, items=tuple(item for item in scheme.items if item.id not in inherited))


#: Value of `detail` -> what becomes of matched artefacts, and of those they bring along.
REDUCTIONS: dict[str, tuple[Callable[[Maintainable], Maintainable] | None, ...]] = {
    "full": (None, None),
    "raw": (None, None),
    "referencepartial": (None, None),
    "allstubs": (stub, stub),
    "referencestubs": (None, stub),
    "allcompletestubs": (complete_stub, complete_stub),
    "referencecompletestubs": (None, complete_stub),
}
