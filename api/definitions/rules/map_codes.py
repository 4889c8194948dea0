"""Representation maps reach codes that exist, and cover the list they start from.

Three of the four findings of a map; the fourth (an excluded word in the data) is publishing's.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from api.definitions.collection import Collection
from api.model.artefact import Item, ItemScheme
from api.model.ref import Link, Ref
from api.model.report import Finding
from api.model.representation_map import RepresentationMap


def check(definitions: Collection) -> Iterator[Finding]:
    """Unknown targets, words the source list has not, and codes of it without an entry.

    Of the maps that files are about; those made from others have their mistakes.
    """
    for path, artefact in definitions.artefacts:
        written = artefact.ref.id == PurePosixPath(path).stem
        if written and isinstance(artefact, RepresentationMap):
            for key, message in _problems(artefact, definitions):
                yield Finding(rule="", file=path, key=key, message=message)
            yield from _left_out(path, artefact, definitions)


def _problems(mapped: RepresentationMap, definitions: Collection) -> Iterator[tuple[str, str]]:
    target = _codes(mapped.target, definitions)
    for key, code in _targets(mapped):
        if target and code not in target:
            yield key, f"unknown target: {mapped.target} has no {code!r}"
    source = _codes(mapped.source, definitions) if mapped.source else {}
    if not source:
        return
    for table, word in _words(mapped):
        if word not in source:
            yield f"{table}.{word}", f"unused: {mapped.source} has no {word!r}"
    if not mapped.is_partial:
        for code in _uncovered(mapped, source):
            yield "map", f"unmapped: {code!r} of {mapped.source} is neither mapped nor excluded"


def _left_out(path: str, mapped: RepresentationMap, definitions: Collection) -> Iterator[Finding]:
    """A note of how much of its list a partial map leaves out."""
    source = _codes(mapped.source, definitions) if mapped.source else {}
    if mapped.is_partial and source:
        left = len(_uncovered(mapped, source))
        message = f"{left} of the {len(source)} codes of {mapped.source} are not mapped"
        yield Finding(rule="", file=path, severity="note", message=message)


def _targets(mapped: RepresentationMap) -> Iterator[tuple[str, str]]:
    for word, code in mapped.mappings.items():
        yield f"map.{word}", code
    for word, shares in mapped.splits.items():
        yield from ((f"split.{word}", share.code) for share in shares)


def _words(mapped: RepresentationMap) -> Iterator[tuple[str, str]]:
    """Every word that has an entry, with its table in the file."""
    yield from (("map", word) for word in mapped.mappings)
    yield from (("split", word) for word in mapped.splits)
    yield from (("excluded", word) for word in mapped.excluded)


def _uncovered(mapped: RepresentationMap, source: Mapping[str, Item]) -> list[str]:
    """Codes of the source list that have no entry, nor (where it counts) any code above them."""
    entries = {word for _, word in _words(mapped)}

    def covered(code: str) -> bool:
        above = source[code].parent if code in source and mapped.by_ancestor else ""
        return code in entries or (bool(above) and covered(above))

    return [code for code in sorted(source) if not covered(code)]


def _codes(ref: Ref, definitions: Collection) -> Mapping[str, Item]:
    found = definitions.registry.get(Link("codelist", ref))
    return found.by_id() if isinstance(found, ItemScheme) else {}
