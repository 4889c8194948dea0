"""`/structure`, `/codelist`, `/dataflow` ...: which artefacts answer a query, and how much of each.

SDMX-REST 1.5 and 2.2, structure queries. Everything is answered from the registry in memory.
"""

from collections.abc import Iterable, Iterator

from api.errors import InvalidSyntax, NoResults, Unsupported
from api.model.artefact import ItemScheme, Maintainable
from api.model.detail import REDUCTIONS, complete_stub, items_asked, unresolved
from api.model.nearest import nearest, shown
from api.model.partial import trim
from api.model.query import StructureQuery
from api.model.ref import CLASSES, FIXED_VERSION, ITEM_CLASSES, Link
from api.model.references import referenced
from api.model.registry import Registry
from api.model.version import VersionPattern

#: Types of the standard this service has nothing of and never will: VTL (SDMX 3.0 Section 2, 15).
UNSUPPORTED = frozenset(
    kind for kind, (package, _) in CLASSES.items() if package == "transformation"
)
#: Types a structure query can ask for. Metadata sets have a resource of their own.
OFFERED = frozenset(CLASSES) - UNSUPPORTED - {"metadataset"}

#: Kinds an item query makes sense for. The one item of a hierarchy is itself: REST 1 asks for
#: hierarchies as items of a hierarchical codelist, and ours hold one each.
_WITH_ITEMS = frozenset(ITEM_CLASSES) | {"hierarchy"}
#: SDMX 3.0 XSD, `OrganisationSchemeBaseType`: the version is prohibited.
_UNVERSIONED = FIXED_VERSION | {"organisationunitscheme"}
#: Kinds sdmx1 2.x has no reader for in SDMX-ML 2.1.
_ONLY_BY_NAME = frozenset(
    ("reportingtaxonomy", "process", "structuremap", "organisationunitscheme")
)
#: How many items of a list are compared with what was asked; comparing is slow.
_COMPARED = 2000


def find(query: StructureQuery, registry: Registry) -> tuple[Maintainable, ...]:
    """The artefacts asked for in registry order, then what they bring along, each once.

    Raises Unsupported for types the service does not have, InvalidSyntax for a version that cannot
    be read or items of what has none, NoResults if nothing matches.
    """
    matched = _matched(query, registry)
    if not matched:
        raise _no_results(query, registry)
    brought = _brought(query, registry, matched)
    if query.detail == "referencepartial":
        brought = trim(registry, matched, brought)
    if query.detail == "raw":
        matched, brought = (_raw(matched, registry), _raw(brought, registry))
    own, other = REDUCTIONS[query.detail]
    if _at_large(query):
        matched = [complete_stub(one) if one.kind == "structuremap" else one for one in matched]
    return (
        *(map(own, matched) if own else matched),
        *(map(other, brought) if other else brought),
    )


def _raw(artefacts: Iterable[Maintainable], registry: Registry) -> list[Maintainable]:
    return [
        unresolved(artefact, registry)
        if isinstance(artefact, ItemScheme) and artefact.extends
        else artefact
        for artefact in artefacts
    ]


def _matched(query: StructureQuery, registry: Registry) -> list[Maintainable]:
    found: list[Maintainable] = []
    patterns = [VersionPattern.parse(version) for version in query.artefacts.versions]
    for kind in _kinds(query):
        asked = [artefact for artefact in registry.of_kind(kind) if _named(artefact, query)]
        found += _of_versions(asked, patterns)
    if query.items:
        found = [cut for artefact in found if (cut := _with_items(artefact, query.items))]
    return found


def _kinds(query: StructureQuery) -> tuple[str, ...]:
    """The types to look at, `*` spelled out; refuse what the service does not have."""
    kinds = tuple(sorted(OFFERED)) if "*" in query.kinds else query.kinds
    if _at_large(query):
        kinds = tuple(kind for kind in kinds if kind not in _ONLY_BY_NAME - {"structuremap"})
    offered = tuple(kind for kind in kinds if kind in OFFERED)
    if not offered:
        raise Unsupported(
            f"this service has no {', '.join(kinds)}; it has {', '.join(sorted(OFFERED))}"
        )
    if not query.items or "*" in query.kinds:
        return offered
    with_items = tuple(kind for kind in offered if kind in _WITH_ITEMS)
    if not with_items:
        raise InvalidSyntax(
            f"{', '.join(offered)} has no items; item queries are for "
            f"{', '.join(sorted(_WITH_ITEMS))}"
        )
    return with_items


def _at_large(query: StructureQuery) -> bool:
    """Whether a type of REST 1 is asked for that stands for several kinds, and no id.

    deviates: SDMX-REST 1.5, `structure`, `organisationscheme`, `structureset` - sdmx1 asks for all
    of them and gives up on the whole message where it meets a kind it cannot read, so here these
    come by their own type or id only, and structure maps as stubs.
    """
    return query.dialect == "v1" and len(query.kinds) > 1 and "*" in query.artefacts.ids


def _named(artefact: Maintainable, query: StructureQuery) -> bool:
    asked = query.artefacts
    return (
        ("*" in asked.agencies or artefact.ref.agency in asked.agencies)
        and ("*" in asked.ids or artefact.ref.id in asked.ids)
        and all(getattr(artefact, name, None) == value for name, value in query.where.items())
    )


def _of_versions(
    artefacts: list[Maintainable], patterns: list[VersionPattern]
) -> Iterator[Maintainable]:
    """Those of the versions meant. "Latest" is found per agency and id."""
    versions: dict[tuple[str, str], list[str]] = {}
    for artefact in artefacts:
        versions.setdefault((artefact.ref.agency, artefact.ref.id), []).append(artefact.ref.version)
    meant = {
        name: {version for pattern in patterns for version in pattern.select(there)}
        for name, there in versions.items()
    }
    for artefact in artefacts:
        ref = artefact.ref
        if ref.version in meant[ref.agency, ref.id] or _unversioned(artefact.kind, patterns):
            yield artefact


def _unversioned(kind: str, patterns: list[VersionPattern]) -> bool:
    """Organisation schemes have one version, 1.0 by decree in 2.1 and none in 3.x: any query that
    could mean the first version means them. URNs of 3.x say 1.0 for categorisations, too."""
    if kind in ("categorisation", "organisationunitscheme"):
        return any(pattern.text == "1.0" for pattern in patterns)
    if kind not in _UNVERSIONED:
        return False
    return any(pattern.select(["1"]) or pattern.select(["1.0.0"]) for pattern in patterns)


def _with_items(artefact: Maintainable, items: tuple[str, ...]) -> Maintainable | None:
    if "*" in items:
        return artefact if artefact.kind in _WITH_ITEMS else None
    if isinstance(artefact, ItemScheme):
        return items_asked(artefact, items)
    return artefact if artefact.kind == "hierarchy" and artefact.ref.id in items else None


def _brought(
    query: StructureQuery, registry: Registry, matched: list[Maintainable]
) -> list[Maintainable]:
    """What `references` adds, without what is there already.

    In a full answer a list that others extend is not repeated for being extended; in a raw one
    it is needed to read them.
    """
    if query.references == ("none",):
        return []
    found: dict[Link, Maintainable] = {}
    left_out = {kind for kind in _ONLY_BY_NAME if not _comes_along(kind, query)}
    for artefact in matched:
        for other in referenced(
            registry, artefact, query.references, raw=query.detail == "raw", without=left_out
        ):
            found[other.link] = other
    for artefact in matched:
        found.pop(artefact.link, None)
    return [other for other in found.values() if other.kind not in left_out]


def _comes_along(kind: str, query: StructureQuery) -> bool:
    """Whether a client of the dialect can read an answer with this kind in it.

    deviates: SDMX-REST 1.5, `references` - sdmx1 asks for all references and gives up on the whole
    message where it meets one of these kinds, so on REST 1 they come only when asked for by type.
    """
    return query.dialect == "v2" or kind in query.references or kind not in _ONLY_BY_NAME


def _no_results(query: StructureQuery, registry: Registry) -> NoResults:
    """Say what was asked and what comes nearest to it."""
    kinds = [kind for kind in query.kinds if kind in OFFERED] or sorted(OFFERED)
    known = [artefact for kind in kinds for artefact in registry.of_kind(kind)]
    asked = query.artefacts
    name = f"{','.join(asked.agencies)}:{','.join(asked.ids)}({','.join(asked.versions)})"
    what = f"no {'/'.join(kinds[:3])} {shown(name)}"
    if query.items:
        asked_for = [artefact for artefact in known if artefact.ref.id in asked.ids]
        items = [i.id for a in asked_for if isinstance(a, ItemScheme) for i in a.items]
        what += f" with item {shown(','.join(query.items))}"
        return NoResults(f"{what}{_nearest(query.items, items[:_COMPARED])}")
    same = sorted(artefact.ref for artefact in known if artefact.ref.id in asked.ids)
    if same:
        return NoResults(f"{what}; there is {', '.join(map(str, same[:5]))}")
    return NoResults(f"{what}{_nearest(asked.ids, [artefact.ref.id for artefact in known])}")


def _nearest(asked: Iterable[str], known: Iterable[str]) -> str:
    """`; nearest: A, B` or nothing."""
    known = sorted(set(known))
    for text in asked:
        if near := nearest(text, known):
            return f"; nearest: {', '.join(near)}"
    return ""
