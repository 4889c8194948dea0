"""Which artefacts `references` adds to an answer (SDMX-REST 1.5 and 2.2, structure queries).

Every artefact refers to the scheme that holds its maintenance agency, besides what its own links
say ("applicability of references"). Reference metadata is no structure and never comes along.
"""

from collections.abc import Callable, Collection, Iterable

from api.model.artefact import ItemScheme, Maintainable
from api.model.ref import Link, Ref
from api.model.registry import Registry

_Step = Callable[[Registry, Maintainable], list[Maintainable]]


def agency_scheme(agency: str) -> Link:
    """The scheme an agency stands in: `A.B` in that of `A`, `A` in that of SDMX itself."""
    maintainer, _, _ = agency.rpartition(".")
    return Link("agencyscheme", Ref(maintainer or "SDMX", "AGENCIES", "1.0"))


def children(registry: Registry, artefact: Maintainable) -> list[Maintainable]:
    """What an artefact refers to directly, its agency's scheme last."""
    found = registry.children(artefact)
    scheme = registry.get(agency_scheme(artefact.ref.agency))
    if scheme is not None and scheme not in found and scheme is not artefact:
        found = [*found, scheme]
    return found


def inherited(registry: Registry, artefact: Maintainable) -> list[Maintainable]:
    """`children` where codelists are not resolved: the lists they extend are references too."""
    found = children(registry, artefact)
    if isinstance(artefact, ItemScheme):
        for ref, _ in artefact.extends:
            extended = registry.get(Link(artefact.kind, ref))
            if extended is not None:
                found = [*found, extended]
    return found


def parents(registry: Registry, artefact: Maintainable) -> list[Maintainable]:
    """What refers directly to an artefact. Of a scheme cut down to some items, what refers to
    these items or to the scheme as a whole."""
    if artefact.kind == "agencyscheme":
        return _maintained(registry, artefact)
    found = [parent for parent in registry.parents(artefact) if parent.kind != "metadataset"]
    if isinstance(artefact, ItemScheme) and artefact is not registry.get(artefact.link):
        kept = {item.id for item in artefact.items}
        return [parent for parent in found if _refers(parent, artefact.link, kept)]
    return found


def _refers(parent: Maintainable, scheme: Link, items: set[str]) -> bool:
    return any(
        link.maintainable == scheme and (not link.item or link.item in items)
        for link in parent.links()
    )


def _maintained(registry: Registry, scheme: Maintainable) -> list[Maintainable]:
    assert isinstance(scheme, ItemScheme)  # noqa: S101 - the kind says so
    kept = {item.id for item in scheme.items}
    owner = "" if scheme.ref.agency == "SDMX" else f"{scheme.ref.agency}."
    agencies = {f"{owner}{agency}" for agency in kept}
    return [
        artefact
        for artefact in registry
        if artefact.ref.agency in agencies
        and artefact.kind != "metadataset"
        and artefact.link != scheme.link
    ]


def _siblings(
    registry: Registry, artefact: Maintainable, down: _Step, without: Collection[str]
) -> list[Maintainable]:
    """Parents, and what they refer to."""
    found: list[Maintainable] = []
    for parent in parents(registry, artefact):
        if parent.kind not in without:
            found += [parent, *down(registry, parent)]
    return found


def _closure(registry: Registry, artefact: Maintainable, step: _Step) -> list[Maintainable]:
    """Whatever repeated steps reach, breadth first, each once, the start not included."""
    found: dict[Link, Maintainable] = {}
    front = [artefact]
    while front:
        reached = [near for here in front for near in step(registry, here)]
        front = [near for near in reached if near.link not in found]
        found.update((near.link, near) for near in front)
    return [near for near in found.values() if near.link != artefact.link]


def referenced(
    registry: Registry,
    artefact: Maintainable,
    references: Iterable[str],
    *,
    raw: bool = False,
    without: Collection[str] = (),
) -> list[Maintainable]:
    """The artefacts one value, or a list of values, of `references` adds to an artefact.

    A value is a keyword or an artefact type; a type means those among parents and children.
    Repeats are possible, and the artefact itself as a sibling. What does not apply adds nothing.
    Parents of a kind in `without` have no siblings: who cannot get them has no use for these.
    """
    down = inherited if raw else children
    found: list[Maintainable] = []
    for value in references:
        if value in ("parentsandsiblings", "all"):
            found += _siblings(registry, artefact, down, without)
        found += _one(registry, artefact, value, down)
    return found


def _one(registry: Registry, artefact: Maintainable, value: str, down: _Step) -> list[Maintainable]:
    if value in ("none", "parentsandsiblings"):
        return []
    if value == "parents":
        return parents(registry, artefact)
    if value == "ancestors":
        return _closure(registry, artefact, parents)
    if value == "children":
        return down(registry, artefact)
    if value in ("descendants", "all"):
        return _closure(registry, artefact, down)
    near = [*parents(registry, artefact), *down(registry, artefact)]
    return [other for other in near if other.kind == value]
