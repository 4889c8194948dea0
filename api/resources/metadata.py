"""`/metadata`: what is known of sources and tables, by set, by metadataflow or by its target.

SDMX-REST 1.5 and 2.2, metadata queries. Everything is answered from the registry in memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from api.errors import NoResults
from api.formats.negotiation import Choice
from api.model.artefact import ItemScheme, Maintainable
from api.model.dataset import Header
from api.model.matching import matching, no_match
from api.model.metadata_message import MetadataMessage, answers, questions, stub
from api.model.metadata_structure import (
    Metadataflow,
    MetadataProvisionAgreement,
    MetadataSet,
    MetadataStructure,
)
from api.model.nearest import listed
from api.model.query import MetadataQuery, StructureQuery
from api.model.ref import Link
from api.model.registry import Registry
from api.model.text import Text
from api.resources.actual import Actual
from api.resources.answer import Answer
from api.resources.structural import answered
from api.resources.structure import find as structures
from api.store.store import Store


def metadata(
    query: MetadataQuery, choice: Choice[MetadataMessage], actual: Actual, store: Store
) -> Answer:
    """Answer a metadata query. `open` raises what `find` raises."""
    registry = actual.registry(query.as_of)

    def message(header: Header) -> MetadataMessage:
        return described(find(query, registry), registry, header)

    return answered(query, choice, (registry, store), message)


def find(query: MetadataQuery, registry: Registry) -> tuple[MetadataSet, ...]:
    """The sets asked for, in registry order, as stubs if so asked; NoResults if there are none."""
    found = _FINDERS[query.by](query, registry)
    return tuple(map(stub, found)) if query.detail == "allstubs" else tuple(found)


def _sets(registry: Registry) -> list[MetadataSet]:
    return [found for found in registry.of_kind("metadataset") if isinstance(found, MetadataSet)]


def _by_set(query: MetadataQuery, registry: Registry) -> list[MetadataSet]:
    known = _sets(registry)
    found = matching(query.artefacts, known)
    if not found:
        raise no_match(query.artefacts, "metadata set", known)
    return found


def _by_flow(query: MetadataQuery, registry: Registry) -> list[MetadataSet]:
    known = registry.of_kind("metadataflow")
    flows = {flow.link for flow in matching(query.artefacts, known)}
    if not flows:
        raise no_match(query.artefacts, "metadataflow", known)
    found = [one for one in _sets(registry) if flow_of(one, registry) in flows]
    if query.providers:
        found = [one for one in found if _provided(one, query.providers, registry)]
    if not found:
        providers = sorted({one.ref.agency for one in _sets(registry)})
        raise NoResults(
            f"no reports of {listed(sorted(str(link.ref) for link in flows), 'and')} by this "
            f"provider; reports are by {listed(providers, 'and') or 'nobody'}"
        )
    return found


def _provided(found: MetadataSet, asked: Iterable[tuple[str, str]], registry: Registry) -> bool:
    """Whether one of the providers (agency, id) reports a set: its agency, or whose agreement it
    is under."""
    links = [
        Link(scheme.kind, scheme.ref, found.ref.agency)
        for scheme in registry.of_kind("metadataproviderscheme")
        if isinstance(scheme, ItemScheme) and found.ref.agency in scheme.by_id()
    ]
    agreement = registry.get(found.described_by)
    if isinstance(agreement, MetadataProvisionAgreement):
        links.append(agreement.provider)
    return any(
        agency in ("*", link.ref.agency) and id in ("*", link.item)
        for link in links
        for agency, id in asked
    )


def _by_structure(query: MetadataQuery, registry: Registry) -> list[MetadataSet]:
    asked = StructureQuery(dialect=query.dialect, kinds=query.kinds, artefacts=query.artefacts)
    about = {artefact.link for artefact in structures(asked, registry)}
    known = _sets(registry)
    found = [one for one in known if any(link.maintainable in about for link in one.targets)]
    if not found:
        kinds = sorted({link.kind for one in known for link in one.targets})
        raise NoResults(
            f"there is no report about {listed(sorted(link.urn for link in about)[:3], 'and')}; "
            f"reports are about artefacts of type {listed(kinds, 'and') or 'none'}"
        )
    return found


_FINDERS: Mapping[str, Callable[[MetadataQuery, Registry], list[MetadataSet]]] = {
    "metadataset": _by_set,
    "metadataflow": _by_flow,
    "structure": _by_structure,
}


def flow_of(found: MetadataSet, registry: Registry) -> Link:
    """The metadataflow of a set, also where an agreement describes it."""
    agreement = registry.get(found.described_by)
    if isinstance(agreement, MetadataProvisionAgreement):
        return Link("metadataflow", agreement.metadataflow)
    return found.described_by


def described(sets: tuple[MetadataSet, ...], registry: Registry, header: Header) -> MetadataMessage:
    """The message with the structures of its sets and all names in it."""
    flows = {one.described_by: flow_of(one, registry) for one in sets}
    known = {link: _structure(link, registry) for link in flows.values()}
    found = {link: structure for link, structure in known.items() if structure}
    named = dict.fromkeys((*found, *_targets(sets), *_asked(found.values(), sets)))
    return MetadataMessage(
        header=header,
        sets=sets,
        flows=flows,
        structures=found,
        names={link: name for link in named if (name := _name(link, registry))},
    )


def _structure(flow: Link, registry: Registry) -> MetadataStructure | None:
    found = registry.get(flow)
    if not isinstance(found, Metadataflow):
        return None
    structure = registry.get(Link("metadatastructure", found.structure))
    return structure if isinstance(structure, MetadataStructure) else None


def _targets(sets: tuple[MetadataSet, ...]) -> Iterator[Link]:
    for found in sets:
        yield from found.targets


def _asked(
    structures: Iterable[MetadataStructure], sets: tuple[MetadataSet, ...]
) -> Iterator[Link]:
    """Concepts of the questions, and codes that are answers to them."""
    given: dict[str, set[str]] = {}
    for answer in (answer for found in sets for answer in answers(found.attributes)):
        given.setdefault(answer.id, set()).add(answer.value)
    for structure in structures:
        for path in questions(structure.attributes):
            yield path[-1].concept
            if codelist := path[-1].representation.codelist:
                for code in given.get(path[-1].id, ()):
                    yield Link("codelist", codelist, code)


def _name(link: Link, registry: Registry) -> Text:
    found = registry.get(link)
    if isinstance(found, ItemScheme) and link.item:
        item = found.by_id().get(link.item)
        return item.name if item else {}
    return found.name if isinstance(found, Maintainable) else {}
