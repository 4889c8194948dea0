"""`/availability` and `/availableconstraint`: which codes are, or could be, in an answer.

SDMX-REST 1.5 and 2.2, `doc/availability.md`: a constraint of role Actual for each dataflow the
query names, and the structures asked for, cut down to what the constraint has.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from api.errors import NoResults
from api.model.artefact import (
    CubeRegion,
    DataConstraint,
    ItemScheme,
    Maintainable,
    ProvisionAgreement,
)
from api.model.availability import Availability, together
from api.model.components import available_asked
from api.model.detail import ancestors, only
from api.model.explanation import explain_empty
from api.model.query import ArtefactQuery, AvailabilityQuery, DataQuery
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.model.selection import Part, Selection, resolve
from api.model.structure import Structure
from api.store.store import Store

#: What `references` may bring along; `all` is all of them.
_REFERENCES = ("datastructure", "conceptscheme", "codelist", "dataproviderscheme", "dataflow")


class _Found(NamedTuple):
    """What one constraint is about: a dataflow, or an agreement of it."""

    link: Link
    #: Those in which something is, at least one; several where providers were asked for.
    parts: tuple[Part, ...]
    available: Availability

    @property
    def structure(self) -> Structure:
        return self.parts[0].structure


def availability(
    query: AvailabilityQuery, registry: Registry, store: Store
) -> tuple[Maintainable, ...]:
    """The constraints, then what is referenced. NoResults if no dataflow has anything."""
    selection = resolve(query.data, registry)
    found = list(_found(query, selection, store))
    if not found:
        raise NoResults(explain_empty(selection, store))
    constraints = [_answer(query, one) for one in found]
    brought: dict[Link, Maintainable] = {}
    for one in found:
        for artefact in _referenced(query, one, registry, store):
            brought.setdefault(artefact.link, artefact)
    return (*constraints, *brought.values())


def _found(query: AvailabilityQuery, selection: Selection, store: Store) -> Iterator[_Found]:
    """One a dataflow; one an agreement where the query is by agreement and not by provider."""
    groups: dict[Link, list[Part]] = {}
    for part in selection.parts:
        by_agreement = part.agreements and not query.data.providers
        ref = (part.agreements or ())[0] if by_agreement else part.structure.dataflow.ref
        kind = "provisionagreement" if by_agreement else "dataflow"
        groups.setdefault(Link(kind, ref), []).append(part)
    selectable = query.mode == "available"
    for link, parts in groups.items():
        found = {}
        for place, part in enumerate(parts):
            available = store.available(part, part.as_of, selectable=selectable)
            if available.observations or (selectable and any(available.codes.values())):
                found[place] = available
        if found:
            all = together([*found.values()], parts[0].structure)
            yield _Found(link, tuple(parts[place] for place in found), all)


def _answer(query: AvailabilityQuery, found: _Found) -> DataConstraint:
    """The constraint of an answer: the stored one, or another artefact for less than all.

    A reader who keeps artefacts by id must not take the answer to a query for what there is.
    """
    components = {one.id for one in available_asked(query, found.structure)}
    constraint = _constraint(found.link, found.structure, found.available, components)
    whole = replace(query.data, dialect="v2", artefacts=ArtefactQuery(), context="", as_of=None)
    bare = DataQuery(dialect="v2", artefacts=ArtefactQuery(), context="")
    if (whole, query.components) == (bare, ("*",)):
        return constraint
    asked = sha256(f"{whole} {sorted(components)} {query.mode}".encode()).hexdigest()[:12]
    words = _IN_ANSWER
    return replace(
        constraint,
        ref=replace(constraint.ref, id=f"{constraint.ref.id}_{asked}"),
        name={tag: f"{words.get(tag, words['en'])}: {text}" for tag, text in _names(found)},
    )


def _names(found: _Found) -> Iterable[tuple[str, str]]:
    return found.structure.dataflow.name.items()


def actual_constraint(part: Part, available: Availability) -> DataConstraint:
    """What a dataflow actually has; `CCA_` before its id as ILOSTAT names it."""
    structure = part.structure
    components = {*structure.key_ids, structure.time.id if structure.time else ""}
    return _constraint(structure.dataflow.link, structure, available, components)


def _constraint(
    link: Link, structure: Structure, available: Availability, components: set[str]
) -> DataConstraint:
    flow = structure.dataflow
    values = {id: codes for id, codes in available.codes.items() if id in components}
    timed = structure.time is not None and structure.time.id in components
    return DataConstraint(
        ref=Ref(flow.ref.agency, f"CCA_{link.ref.id}", flow.ref.version),
        name={tag: f"{_ACTUAL.get(tag, _ACTUAL['en'])}: {text}" for tag, text in flow.name.items()},
        role="Actual",
        attachment=(link,),
        regions=(CubeRegion(values=values, time=available.periods if timed else None),),
        series_count=available.series,
        obs_count=available.observations,
    )


_ACTUAL = {"en": "Available data", "vi": "Số liệu hiện có"}
_IN_ANSWER = {"en": "Data available to a query", "vi": "Số liệu hiện có theo truy vấn"}


def _referenced(
    query: AvailabilityQuery, found: _Found, registry: Registry, store: Store
) -> Iterator[Maintainable]:
    asked = _REFERENCES if "all" in query.references else query.references
    structure = found.structure
    components = {one.id for one in available_asked(query, structure)}
    for kind in (kind for kind in _REFERENCES if kind in asked):
        if kind == "dataflow":
            yield structure.dataflow
        elif kind == "datastructure":
            yield structure.dsd
        elif kind == "codelist":
            yield from _codelists(structure, found.available.codes, components, registry)
        elif kind == "conceptscheme":
            yield from _cut(
                registry, (one.concept for one in structure.components if one.id in components)
            )
        else:
            yield from _cut(registry, _providers(found, registry, store))


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


def _providers(found: _Found, registry: Registry, store: Store) -> Iterator[Link]:
    """The providers whose figures the constraint tells of."""
    for part in found.parts:
        whose = {str(one) for one in part.agreements} if part.agreements else store.agreements(part)
        for agreement in registry.of_kind("provisionagreement"):
            if isinstance(agreement, ProvisionAgreement) and str(agreement.ref) in whose:
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
