"""What stands in a table for a component's codes: words, or headings that state a code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from api.model.artefact import DataStructure, ItemScheme, Maintainable
from api.model.ref import Link, Ref
from api.model.representation_map import RepresentationMap, Share
from api.model.source import Column, Source

_WORD = "{word}"


@dataclass(slots=True)
class Words:
    """The words of one component; `are_codes` if what is printed is a code of it already."""

    are_codes: bool = True
    mappings: dict[str, str] = field(default_factory=dict)
    splits: dict[str, tuple[Share, ...]] = field(default_factory=dict)
    shares_source: str = ""
    by_ancestor: bool = False
    #: The list the words are of, if all of them are.
    codelist: Ref | None = None


class PrintedWords:
    """Words by the component they give, as the columns of a source say."""

    def __init__(
        self, source: Source, structure: DataStructure, known: Mapping[Link, Maintainable]
    ) -> None:
        self._known = known
        self._lists = {one.id: one.representation.codelist for one in structure.components}
        self.of: dict[str, Words] = {}
        #: Component -> the one code that every heading states.
        self.fixed: dict[str, str] = {}
        for column in (*source.layout.titles, *source.layout.columns):
            self._take(column)
        self._take_headings(source.layout.columns)

    def _take(self, column: Column) -> None:
        if "{period}" in column.heading:
            self.of.setdefault("TIME_PERIOD", Words())
        if column.role == "component" and column.fills in self._lists:
            self._add(column, _WORD)

    def _add(self, column: Column, heading: str) -> None:
        """The words of a column, each as it stands in the heading if it stands in one."""
        found = self.of.setdefault(column.fills, Words())
        asked = self._map(column)
        if column.codes or asked or column.prefix:
            found.are_codes = False
        if asked is not None:
            found.by_ancestor = asked.by_ancestor
            found.shares_source = asked.shares_source
            found.codelist = None if column.codes or heading != _WORD else asked.source
            for word, shares in asked.splits.items():
                found.splits[heading.replace(_WORD, word)] = tuple(
                    Share(self._taken(column, one.code), one.share) for one in shares
                )
        for word, code in self._meanings(column):
            found.mappings[heading.replace(_WORD, word)] = code

    def _meanings(self, column: Column) -> Iterator[tuple[str, str]]:
        """Printed words and their codes; a word of the column's own goes before the map's."""
        if (asked := self._map(column)) is not None:
            for word, code in asked.mappings.items():
                if word not in column.codes:
                    taken = (
                        self._taken(column, code) if column.to_ancestor else column.prefix + code
                    )
                    yield word, taken
        yield from column.codes.items()

    def _take_headings(self, columns: tuple[Column, ...]) -> None:
        stated: dict[str, dict[str, str]] = {}
        for column in columns:
            headings = [column.heading]
            if column.word is not None and column.word.role == "component":
                self._add(column.word, column.heading)
                headings = [
                    column.heading.replace(_WORD, word) for word, _ in self._meanings(column.word)
                ]
            for id, code in column.sets.items():
                stated.setdefault(id, {}).update(dict.fromkeys(headings or ["*"], code))
        for id, words in stated.items():
            codes = set(words.values())
            if id not in self.of and len(codes) == 1:
                self.fixed[id] = codes.pop()
                continue
            found = self.of.setdefault(id, Words())
            found.are_codes = False
            found.mappings.update(words)

    def _map(self, column: Column) -> RepresentationMap | None:
        found = self._known.get(Link("representationmap", column.map)) if column.map else None
        return found if isinstance(found, RepresentationMap) else None

    def _taken(self, column: Column, code: str) -> str:
        """The code as the component has it, as publishing takes it."""
        asked = self._map(column)
        if not column.to_ancestor or asked is None:
            return column.prefix + code
        codes = self._items(self._lists[column.fills])
        above, parents = code, self._items(asked.target)
        while above and column.prefix + above not in codes:
            above = parents.get(above, "")
        return column.prefix + (above or code)

    def _items(self, codelist: Ref | None) -> Mapping[str, str]:
        """Code -> the code above it."""
        found = self._known.get(Link("codelist", codelist)) if codelist else None
        items = found.items if isinstance(found, ItemScheme) else ()
        return {item.id: item.parent for item in items}
