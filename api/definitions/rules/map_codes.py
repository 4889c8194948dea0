"""Representation maps reach codes that exist, and cover the list they start from.

Three of the four findings of a map; the fourth (an excluded word in the data) is publishing's.
"""

from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.artefact import ItemScheme
from api.model.ref import Link, Ref
from api.model.report import Finding
from api.model.representation_map import RepresentationMap


def check(definitions: Collection) -> Iterator[Finding]:
    """Unknown targets, words the source list has not, and codes of it without an entry."""
    for path, artefact in definitions.artefacts:
        if isinstance(artefact, RepresentationMap):
            for key, message in _problems(artefact, definitions):
                yield Finding(rule="", file=path, key=key, message=message)


def _problems(mapped: RepresentationMap, definitions: Collection) -> Iterator[tuple[str, str]]:
    target = _codes(mapped.target, definitions)
    for word, code in mapped.mappings.items():
        if target and code not in target:
            yield f"map.{word}", f"unknown target: {mapped.target} has no {code!r}"
    source = _codes(mapped.source, definitions) if mapped.source else set()
    if not source:
        return
    for table, words in (("map", mapped.mappings), ("excluded", mapped.excluded)):
        for word in words:
            if word not in source:
                yield f"{table}.{word}", f"unused: {mapped.source} has no {word!r}"
    for code in sorted(source - mapped.mappings.keys() - mapped.excluded.keys()):
        yield "map", f"unmapped: {code!r} of {mapped.source} is neither mapped nor excluded"


def _codes(ref: Ref, definitions: Collection) -> set[str]:
    found = definitions.registry.get(Link("codelist", ref))
    return set(found.by_id()) if isinstance(found, ItemScheme) else set()
