"""`/availability` and `/availableconstraint`: which codes are, or could be, in an answer.

SDMX-REST 1.5 and 2.2, `doc/availability.md`: a constraint of role Actual for each dataflow the
query names, and the structures asked for, cut down to what the constraint has.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from api.errors import NoResults
from api.model.artefact import (
    CubeRegion,
    DataConstraint,
    ItemScheme,
    Maintainable,
    ProvisionAgreement,
)
from api.model.availability import Availability
from api.model.components import available_asked
from api.model.detail import ancestors, only
from api.model.query import AvailabilityQuery
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.model.selection import Part, Selection, resolve
from api.model.structure import Structure
from api.store.store import Store

#: What `references` may bring along; `all` is all of them.
_REFERENCES = ("datastructure", "conceptscheme", "codelist", "dataproviderscheme", "dataflow")


def availability(
    query: AvailabilityQuery, registry: Registry, store: Store
) -> tuple[Maintainable, ...]:
    """The constraints, then what is referenced. NoResults if no dataflow has anything."""
    selection = resolve(query.data, registry)
    found = list(_found(query, selection, store))
    if not found:
        flows = ", ".join(str(part.structure.dataflow.ref) for part in selection.parts[:3])
        raise NoResults(f"nothing of {flows} is available under this key and these filters")
    constraints = [actual_constraint(*one, query=query) for one in found]
    brought: dict[Link, Maintainable] = {}
    for part, available in found:
        for artefact in _referenced(query, part, available, registry):
            brought.setdefault(artefact.link, artefact)
    return (*constraints, *brought.values())


def _found(
    query: AvailabilityQuery, selection: Selection, store: Store
) -> Iterator[tuple[Part, Availability]]:
    by_agreement = query.data.context == "provisionagreement"
    for part in selection.parts if by_agreement else _of_flows(selection.parts):
        selectable = query.mode == "available"
        available = store.available(part, part.as_of, selectable=selectable)
        if available.observations or (selectable and any(available.codes.values())):
            yield part, available


def _of_flows(parts: Iterable[Part]) -> list[Part]:
    """One part a dataflow: where providers were asked for, what their agreements have together."""
    by_flow: dict[Ref, list[Part]] = {}
    for part in parts:
        by_flow.setdefault(part.structure.dataflow.ref, []).append(part)
    return [
        replace(group[0], agreements=tuple(ref for one in group for ref in one.agreements or ()))
        if group[0].agreements
        else group[0]
        for group in by_flow.values()
    ]


def actual_constraint(
    part: Part, available: Availability, query: AvailabilityQuery | None = None
) -> DataConstraint:
    """What a dataflow, or an agreement, actually has; `CCA_` before its id as ILOSTAT names it."""
    structure = part.structure
    flow = structure.dataflow
    components = (
        {one.id for one in available_asked(query, structure)}
        if query
        else {*structure.key_ids, structure.time.id if structure.time else ""}
    )
    by_agreement = query is not None and query.data.context == "provisionagreement"
    link = flow.link
    if by_agreement and part.agreements:
        link = Link("provisionagreement", part.agreements[0])
    values = {id: codes for id, codes in available.codes.items() if id in components}
    timed = structure.time is not None and structure.time.id in components
    name = {tag: f"{_ACTUAL.get(tag, _ACTUAL['en'])}: {text}" for tag, text in flow.name.items()}
    return DataConstraint(
        ref=Ref(flow.ref.agency, f"CCA_{link.ref.id}", flow.ref.version),
        name=name,
        role="Actual",
        attachment=(link,),
        regions=(CubeRegion(values=values, time=available.periods if timed else None),),
        series_count=available.series,
        obs_count=available.observations,
    )


_ACTUAL = {"en": "Available data", "vi": "Số liệu hiện có"}


def _referenced(
    query: AvailabilityQuery, part: Part, available: Availability, registry: Registry
) -> Iterator[Maintainable]:
    asked = _REFERENCES if "all" in query.references else query.references
    structure = part.structure
    components = {one.id for one in available_asked(query, structure)}
    for kind in (kind for kind in _REFERENCES if kind in asked):
        if kind == "dataflow":
            yield structure.dataflow
        elif kind == "datastructure":
            yield structure.dsd
        elif kind == "codelist":
            yield from _codelists(structure, available.codes, components, registry)
        elif kind == "conceptscheme":
            yield from _cut(
                registry, (one.concept for one in structure.components if one.id in components)
            )
        else:
            yield from _cut(registry, _providers(part, registry))


def _codelists(
    structure: Structure,
    codes: Mapping[str, tuple[str, ...]],
    components: set[str],
    registry: Registry,
) -> Iterator[Maintainable]:
    """The codelists of the dimensions, with the codes in use and those above them."""
    used: dict[Ref, set[str]] = {}
    for dimension in structure.dimensions:
        if (ref := dimension.representation.codelist) and dimension.id in components:
            used.setdefault(ref, set()).update(codes[dimension.id])
    for ref, found in used.items():
        scheme = registry.get(Link("codelist", ref))
        if isinstance(scheme, ItemScheme):
            yield only(scheme, ancestors(scheme, found))


def _providers(part: Part, registry: Registry) -> Iterator[Link]:
    for agreement in registry.of_kind("provisionagreement"):
        if isinstance(agreement, ProvisionAgreement) and (
            agreement.dataflow == part.structure.dataflow.ref
            and (part.agreements is None or agreement.ref in part.agreements)
        ):
            yield agreement.provider


def _cut(registry: Registry, links: Iterable[Link]) -> Iterator[Maintainable]:
    """The item schemes the links point into, with the items they point to."""
    used: dict[Link, set[str]] = {}
    for link in links:
        used.setdefault(link.maintainable, set()).add(link.item)
    for link, items in used.items():
        scheme = registry.get(link)
        if isinstance(scheme, ItemScheme):
            yield only(scheme, ancestors(scheme, items))
