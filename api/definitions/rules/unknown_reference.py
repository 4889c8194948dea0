"""Every reference resolves: codelists, concepts, structures, categories, providers, dataflows."""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath

from api.definitions.collection import Collection
from api.model.artefact import Item, ItemScheme, Maintainable
from api.model.ref import Link
from api.model.registry import Registry
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Each unresolved reference where it is written, or in one file that needs it."""
    missing: dict[Link, list[tuple[str, str]]] = {}
    resolved = _items(definitions.registry)
    for path, artefact in definitions.artefacts:
        for link in dict.fromkeys(artefact.links()):
            if link in resolved or link.ref.id in definitions.failed:
                continue
            if _problem(link, definitions.registry):
                key = definitions.key_of(path, str(link.ref))
                missing.setdefault(link, []).append((path, key))
    for link, places in missing.items():
        if PurePosixPath(places[0][0]).stem in definitions.failed and not places[0][1]:
            continue
        written = [place for place in dict.fromkeys(places) if place[1]]
        for path, key in written or places[:1]:
            message = _problem(link, definitions.registry)
            value = link.item or str(link.ref)
            yield Finding(rule="", file=path, key=key, value=value, message=message)


def _items(registry: Registry) -> set[Link]:
    """What references of the registry point to, items too."""
    return {
        Link(artefact.kind, artefact.ref, id)
        for artefact in registry
        for id in ("", *(item.id for item in _of(artefact)))
    }


def _of(artefact: Maintainable) -> tuple[Item, ...]:
    """Items that are referred to one by one; codes are not."""
    if isinstance(artefact, ItemScheme) and artefact.kind != "codelist":
        return artefact.items
    return ()


def _problem(link: Link, registry: Registry) -> str:
    found = registry.get(link)
    if found is None:
        of_kind = [str(artefact.ref) for artefact in registry.of_kind(link.kind)]
        near = get_close_matches(str(link.ref), of_kind, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"there is no {link.kind} {link.ref}{hint}"
    if not (link.item and isinstance(found, ItemScheme)):
        return ""
    if all(item.id != link.item for item in found.items):
        near = get_close_matches(link.item, [item.id for item in found.items], n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"{link.kind} {link.ref} has no {link.item!r}{hint}"
    return ""
