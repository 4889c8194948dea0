"""Every artefact by kind and reference: look-up, versions, references and parents."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from api.model.artefact import Dataflow, DataStructure, Item, ItemScheme, Maintainable
from api.model.ref import Link, Ref, version_key
from api.model.structure import Structure, flatten


class Registry:
    """An immutable set of artefacts. Built once at start and again after a change of definitions.

    Order of iteration: by kind, agency, id, version (numerically), so every answer is stable.
    """

    def __init__(self, artefacts: Iterable[Maintainable], fingerprint: str = "") -> None:
        found = {artefact.link: artefact for artefact in artefacts}
        self._by_link = dict(sorted(found.items(), key=lambda entry: _order(entry[0])))
        #: Hash of the resolved definitions; part of every structure answer's ETag.
        self.fingerprint = fingerprint
        self._structures: dict[Ref, Structure] = {}
        self._children: dict[Link, list[Maintainable]] = {}
        self._parents: dict[Link, dict[Link, None]] = defaultdict(dict)
        for artefact in self._by_link.values():
            for link in artefact.links():
                self._parents[link.maintainable][artefact.link] = None

    def __iter__(self) -> Iterator[Maintainable]:
        return iter(self._by_link.values())

    def __contains__(self, link: Link) -> bool:
        return link.maintainable in self._by_link

    def get(self, link: Link) -> Maintainable | None:
        """The artefact a link (or a link to one of its items) points to."""
        return self._by_link.get(link.maintainable)

    def of_kind(self, kind: str) -> list[Maintainable]:
        """All artefacts of a kind, every version."""
        return [artefact for artefact in self._by_link.values() if artefact.kind == kind]

    def children(self, artefact: Maintainable) -> list[Maintainable]:
        """What `artefact` refers to directly and this registry has, each once, in order."""
        if artefact is not self._by_link.get(artefact.link):
            return self._referred(artefact)
        if artefact.link not in self._children:
            self._children[artefact.link] = self._referred(artefact)
        return self._children[artefact.link]

    def _referred(self, artefact: Maintainable) -> list[Maintainable]:
        links = dict.fromkeys(link.maintainable for link in artefact.links())
        return [found for link in links if (found := self._by_link.get(link))]

    def parents(self, artefact: Maintainable) -> list[Maintainable]:
        """What refers to `artefact` directly, each once."""
        return [self._by_link[link] for link in self._parents.get(artefact.link, {})]

    def dataflow(self, ref: Ref) -> Dataflow:
        """The dataflow; KeyError if there is none."""
        artefact = self._by_link[Link("dataflow", ref)]
        assert isinstance(artefact, Dataflow)  # noqa: S101 - the kind says so
        return artefact

    def structure(self, dataflow: Ref) -> Structure:
        """The flattened structure of a dataflow; KeyError if there is none."""
        if dataflow not in self._structures:
            flow = self.dataflow(dataflow)
            dsd = self._by_link[Link("datastructure", flow.structure)]
            assert isinstance(dsd, DataStructure)  # noqa: S101
            self._structures[dataflow] = flatten(flow, dsd, self._codelist, self._concept)
        return self._structures[dataflow]

    def _codelist(self, ref: Ref) -> ItemScheme:
        found = self._by_link[Link("codelist", ref)]
        assert isinstance(found, ItemScheme)  # noqa: S101
        return found

    def _concept(self, link: Link) -> Item | None:
        scheme = self._by_link.get(link.maintainable)
        if not isinstance(scheme, ItemScheme):
            return None
        return next((item for item in scheme.items if item.id == link.item), None)


def _order(link: Link) -> tuple[object, ...]:
    return (link.kind, link.ref.agency, link.ref.id, version_key(link.ref.version))
