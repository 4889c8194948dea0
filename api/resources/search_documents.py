"""What search looks through: one document for each thing a person may be looking for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.model.artefact import (
    CategoryScheme,
    ConceptScheme,
    DataConstraint,
    Dataflow,
    DataProviderScheme,
    Item,
    ProvisionAgreement,
)
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.text import Text
from api.resources.totals import is_total

#: What the parts of a document count.
_TITLE, _CODE, _TEXT = 3.0, 4.0, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found, in all languages."""

    kind: str
    id: str
    title: Text
    text: Text
    #: Other ids it is known by.
    names: tuple[str, ...] = ()
    #: Dataflows it is used in, those with figures of it first.
    places: tuple[tuple[str, Text], ...] = ()
    filled: bool = False
    table: int | None = None

    @property
    def weight(self) -> float:
        """What is asked for most, and what has figures, comes first."""
        return _KINDS[self.kind] * (1.25 if self.filled else 1.0)

    @property
    def length(self) -> int:
        """Characters of the shortest title."""
        return min(map(len, self.title.values()), default=0)

    def texts(self) -> Iterator[tuple[str, float]]:
        """The texts with what a word found in them counts."""
        for title in self.title.values():
            yield title, _TITLE
        for name in (self.id, *self.names):
            yield name, _CODE
        for text in self.text.values():
            yield text, _TEXT


#: What a document of a kind counts: people look for tables and places more than for definitions.
_KINDS = {
    "table": 1.3,
    "dataflow": 1.0,
    "code": 1.2,
    "concept": 1.2,
    "provider": 0.9,
    "source": 0.8,
}


def documents(registry: Registry) -> Iterator[Document]:
    """All documents: tables, dataflows, codes of dataflows, concepts, providers, sources."""
    flows = [one for one in registry.of_kind("dataflow") if isinstance(one, Dataflow)]
    filled = _filled(registry)
    yield from _tables(registry, flows, filled)
    yield from _dataflows(flows, filled)
    yield from _codes(registry, flows, filled)
    yield from _concepts(registry, flows)
    yield from _providers(registry)
    yield from _sources(registry)


def _filled(registry: Registry) -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Dataflow id -> dimension -> codes with figures."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for one in registry.of_kind("dataconstraint"):
        if isinstance(one, DataConstraint) and one.role == "Actual" and one.regions:
            codes = {id: frozenset(values) for id, values in one.regions[0].values.items()}
            for link in one.attachment:
                found[link.ref.id] = codes
    return found


def _tables(
    registry: Registry, flows: list[Dataflow], filled: Mapping[str, object]
) -> Iterator[Document]:
    titles: dict[int, Item] = {}
    for scheme in registry.of_kind("categoryscheme"):
        if isinstance(scheme, CategoryScheme):
            for item in scheme.items:
                tail = item.id.rpartition("TABLE_")[2]
                if tail.isdecimal():
                    titles[int(tail)] = item
    for number, item in sorted(titles.items()):
        own = [flow for flow in flows if flow.table == number]
        yield Document(
            kind="table",
            id=str(number),
            title=item.name,
            text={
                tag: " ".join(flow.description.get(tag, "") for flow in own) for tag in item.name
            },
            names=tuple(flow.ref.id for flow in own),
            places=tuple((flow.ref.id, flow.name) for flow in own),
            filled=any(flow.ref.id in filled for flow in own),
            table=number,
        )


def _dataflows(flows: list[Dataflow], filled: Mapping[str, object]) -> Iterator[Document]:
    for flow in flows:
        legacy = tuple(note.title for note in flow.annotations if note.type == "LEGACY_ID")
        yield Document(
            kind="dataflow",
            id=flow.ref.id,
            title=flow.name,
            text=flow.description,
            names=legacy,
            places=((flow.ref.id, flow.name),),
            filled=flow.ref.id in filled,
            table=flow.table or None,
        )


def _codes(
    registry: Registry,
    flows: list[Dataflow],
    filled: Mapping[str, Mapping[str, frozenset[str]]],
) -> Iterator[Document]:
    """One document for each name, whichever lists have it: a country is one thing in five lists."""
    items: dict[tuple[str, ...], Item] = {}
    names: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    places: dict[tuple[str, ...], dict[Ref, bool]] = defaultdict(dict)
    for flow in flows:
        structure = registry.structure(flow.ref)
        # A dataflow's one measure is the dataflow by another name.
        dimensions = (one for one in structure.dimensions if one.id not in flow.constants)
        for component in (*dimensions, *structure.attributes):
            used = filled.get(flow.ref.id, {}).get(component.id, frozenset())
            for code, item in structure.codes_of(component).items():
                if is_total(item):
                    continue
                mark = tuple(item.name.get(tag, "") for tag in ("en", "vi"))
                known = items.setdefault(mark, item)
                if len(code) < len(known.id):
                    items[mark] = item
                names[mark][code] = None
                if component.role == "dimension":
                    places[mark][flow.ref] = places[mark].get(flow.ref, False) or code in used
    by_ref = {flow.ref: flow for flow in flows}
    for mark, item in items.items():
        used_in = places[mark]
        order = [
            ref for filled_first in (True, False) for ref in used_in if used_in[ref] is filled_first
        ]
        yield Document(
            kind="code",
            id=item.id,
            title=item.name,
            text=item.description,
            names=tuple(names[mark]),
            places=tuple((ref.id, by_ref[ref].name) for ref in order),
            filled=any(used_in.values()),
        )


def _concepts(registry: Registry, flows: list[Dataflow]) -> Iterator[Document]:
    used: dict[str, list[Dataflow]] = defaultdict(list)
    for flow in flows:
        for component in registry.structure(flow.ref).components:
            used[component.concept.item].append(flow)
    for scheme in registry.of_kind("conceptscheme"):
        if isinstance(scheme, ConceptScheme):
            for item in scheme.items:
                yield Document(
                    kind="concept",
                    id=item.id,
                    title=item.name,
                    text=item.description,
                    names=_codelist(item),
                    places=tuple((flow.ref.id, flow.name) for flow in used[item.id]),
                )


def _codelist(item: Item) -> tuple[str, ...]:
    representation = item.representation
    return (representation.codelist.id,) if representation and representation.codelist else ()


def _providers(registry: Registry) -> Iterator[Document]:
    for scheme in registry.of_kind("dataproviderscheme"):
        if isinstance(scheme, DataProviderScheme):
            for item in scheme.items:
                yield Document(kind="provider", id=item.id, title=item.name, text=item.description)


def _sources(registry: Registry) -> Iterator[Document]:
    flows = {one.ref: one for one in registry.of_kind("dataflow") if isinstance(one, Dataflow)}
    for one in registry.of_kind("provisionagreement"):
        if isinstance(one, ProvisionAgreement) and one.dataflow in flows:
            flow = flows[one.dataflow]
            yield Document(
                kind="source",
                id=one.ref.id,
                title=one.name,
                text=one.description,
                names=(one.provider.item,),
                places=((flow.ref.id, flow.name),),
                table=flow.table or None,
            )
