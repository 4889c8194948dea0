"""Which items of a scheme the rest of an answer uses (`detail=referencepartial`, schemas).

Codes: what Allowed constraints of provision agreement, dataflow and data structure leave, of every
component that takes its values from the list; other schemes: what the answer refers to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from api.model.artefact import (
    CubeRegion,
    DataConstraint,
    Dataflow,
    DataStructure,
    ItemScheme,
    Maintainable,
    ProvisionAgreement,
)
from api.model.detail import ancestors, only
from api.model.ref import Link, Ref
from api.model.references import agency_scheme
from api.model.registry import Registry

#: Component -> codes that are allowed. A component without an entry is free.
Allowed = dict[str, frozenset[str]]


def context_of(registry: Registry, artefact: Maintainable) -> tuple[Maintainable, ...]:
    """The artefacts whose constraints cumulate: agreement, dataflow, structure; () for others."""
    if isinstance(artefact, ProvisionAgreement):
        flow = registry.get(Link("dataflow", artefact.dataflow))
        return (artefact, *(context_of(registry, flow) if flow else ()))
    if isinstance(artefact, Dataflow):
        dsd = registry.get(Link("datastructure", artefact.structure))
        return (artefact, *((dsd,) if dsd else ()))
    return (artefact,) if isinstance(artefact, DataStructure) else ()


def constraints_of(registry: Registry, artefact: Maintainable) -> list[DataConstraint]:
    """The Allowed constraints that hold for data of an agreement, dataflow or data structure."""
    return [
        parent
        for member in context_of(registry, artefact)
        for parent in registry.parents(member)
        if isinstance(parent, DataConstraint) and parent.role == "Allowed"
    ]


def allowed(registry: Registry, artefact: Maintainable) -> Allowed:
    """Codes left by all constraints together, per component that any of them limits."""
    found: Allowed = {}
    for constraint in constraints_of(registry, artefact):
        named = {id for region in constraint.regions for id in _values(region)}
        for component in named:
            codes = _of_component(registry, artefact, constraint.regions, component)
            if codes is not None:
                found[component] = found.get(component, codes) & codes
    return found


def _values(region: CubeRegion) -> dict[str, tuple[str, ...]]:
    return {**region.values, **region.components}


def _of_component(
    registry: Registry,
    artefact: Maintainable,
    regions: Iterable[CubeRegion],
    component: str,
) -> frozenset[str] | None:
    """What the regions of one constraint leave of a component; None for everything.

    Included regions add up, one that does not name the component leaves it free. An excluded
    region takes codes away for good only if it names nothing else.
    """
    regions = tuple(regions)
    included = [_values(region) for region in regions if region.include]
    codes: frozenset[str] | None = None
    if included and all(component in values for values in included):
        codes = frozenset(code for values in included for code in values[component])
    excluded = {
        code
        for region in regions
        if not region.include and set(_values(region)) == {component} and region.time is None
        for code in _values(region)[component]
    }
    if not excluded:
        return codes
    return (_all_codes(registry, artefact, component) if codes is None else codes) - excluded


def _all_codes(registry: Registry, artefact: Maintainable, component: str) -> frozenset[str]:
    for dsd in context_of(registry, artefact)[-1:]:
        assert isinstance(dsd, DataStructure)  # noqa: S101 - the last of a context always is
        for found in dsd.components:
            codelist = found.representation.codelist
            scheme = registry.get(Link("codelist", codelist)) if codelist else None
            if found.id == component and isinstance(scheme, ItemScheme):
                return frozenset(item.id for item in scheme.items)
    return frozenset()


def codes_left(
    registry: Registry, contexts: Iterable[Maintainable]
) -> dict[Ref, frozenset[str] | None]:
    """Codelist -> codes any component of any context may take; None for the whole list."""
    found: dict[Ref, frozenset[str] | None] = {}
    for context in contexts:
        limits = allowed(registry, context)
        for dsd in context_of(registry, context)[-1:]:
            assert isinstance(dsd, DataStructure)  # noqa: S101
            for component in dsd.components:
                codelist = component.representation.codelist
                if codelist is not None:
                    found[codelist] = _either(
                        found.get(codelist, frozenset()), limits.get(component.id)
                    )
    return found


def _either(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other


def trim(
    registry: Registry, matched: Iterable[Maintainable], brought: Iterable[Maintainable]
) -> list[Maintainable]:
    """`brought`, its item schemes cut down to what the whole answer uses; parents are kept."""
    matched, brought = tuple(matched), tuple(brought)
    answer = (*matched, *brought)
    used = _used(answer)
    for ref, codes in codes_left(registry, _contexts(registry, matched, brought)).items():
        if codes is None:
            used.pop(Link("codelist", ref), None)
        else:
            used[Link("codelist", ref)] |= codes
    return _still_referred_to(matched, [_cut(artefact, used) for artefact in brought])


def _still_referred_to(
    matched: Iterable[Maintainable], brought: list[Maintainable]
) -> list[Maintainable]:
    """Without the codelists that only an item refers to which was cut away (unused concepts)."""
    linked = {link.maintainable for one in (*matched, *brought) for link in one.links()}
    return [one for one in brought if one.kind != "codelist" or one.link in linked]


def _cut(artefact: Maintainable, used: dict[Link, set[str]]) -> Maintainable:
    if isinstance(artefact, ItemScheme) and artefact.link in used:
        return only(artefact, ancestors(artefact, used[artefact.link]))
    return artefact


def _contexts(
    registry: Registry, matched: tuple[Maintainable, ...], brought: tuple[Maintainable, ...]
) -> Iterator[Maintainable]:
    """What was asked for decides; where that is no data artefact, what came along does."""
    own = [artefact for artefact in matched if context_of(registry, artefact)]
    if own:
        yield from own
        return
    for kind in ("dataflow", "datastructure"):
        found = [artefact for artefact in brought if artefact.kind == kind]
        if found:
            yield from found
            return


def _used(answer: Iterable[Maintainable]) -> dict[Link, set[str]]:
    """Scheme -> items that artefacts of the answer refer to, agencies by what they maintain.

    Schemes that something refers to as a whole (an enumeration) have no entry of their own here.
    """
    used: dict[Link, set[str]] = defaultdict(set)
    whole: set[Link] = set()
    for artefact in answer:
        used[agency_scheme(artefact.ref.agency)].add(artefact.ref.agency.rpartition(".")[2])
        for link in artefact.links():
            if link.item:
                used[link.maintainable].add(link.item)
            elif not isinstance(artefact, DataStructure):
                whole.add(link)
    for link in whole:
        if link.kind == "codelist":
            used.pop(link, None)
    return used
