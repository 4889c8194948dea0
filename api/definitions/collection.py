"""Everything that was read, before the rules look at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.model.artefact import ItemScheme, Maintainable
from api.model.ref import Link, Ref
from api.model.registry import Registry


@dataclass(frozen=True, slots=True)
class DefinitionFile:
    """One file: its path relative to the root, its text, and what TOML says is in it."""

    path: str
    text: str
    content: Mapping[str, Any]

    def strings(self) -> Iterator[tuple[str, str]]:
        """Every key and every text of the file with the dotted key it stands under."""
        yield from _strings(self.content, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What the rules check."""

    files: tuple[DefinitionFile, ...]
    #: (path, artefact) in order of path; an artefact defined twice is here twice.
    artefacts: tuple[tuple[str, Maintainable], ...]
    registry: Registry
    sources: Mapping[Ref, object]
    #: Ids of what files with an error define: they may be missing, and that is already said.
    failed: frozenset[str] = frozenset()

    def content(self, path: str) -> Mapping[str, Any]:
        """What TOML says is in a file; nothing for one that could not be read."""
        return next((file.content for file in self.files if file.path == path), {})

    def schemes(self) -> Iterator[tuple[str, str, ItemScheme]]:
        """(path, key of the items' table in the file, scheme) of every item scheme."""
        for path, artefact in self.artefacts:
            if isinstance(artefact, ItemScheme):
                yield path, _TABLES.get(artefact.kind, "organisations"), artefact

    def key_of(self, path: str, text: str) -> str:
        """Dotted key of a file under which a text stands; "" where none does."""
        for file in self.files:
            if file.path == path:
                return next((key for key, found in file.strings() if found == text), "")
        return ""

    def file_of(self, link: Link) -> str:
        """Path of the file that defines an artefact; "" for none."""
        found = (path for path, artefact in self.artefacts if artefact.link == link.maintainable)
        return next(found, "")


#: Kind of item scheme -> table of its items in a definition file.
_TABLES = {
    "codelist": "codes",
    "conceptscheme": "concepts",
    "categoryscheme": "categories",
    "reportingtaxonomy": "categories",
}


def _strings(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if value.__class__ is str:
        yield key, value
    elif value.__class__ is dict:
        for name, inner in value.items():
            below = f"{key}.{name}" if key else name
            yield below, name
            yield from _strings(inner, below)
    elif value.__class__ is list:
        for position, inner in enumerate(value):
            yield from _strings(inner, f"{key}.{position}")
