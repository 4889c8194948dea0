"""Printed words to codes, as a column says: its own words, a map, what the map divides or lacks."""

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from api.model.artefact import Item, ItemScheme
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.model.representation_map import RepresentationMap, spelling
from api.model.source import Column, Source
from api.model.structure import Structure

_WHOLE = Decimal(1)


class Unfit(Exception):
    """A cell that cannot be translated, with what to record of it."""

    def __init__(self, rule: str, detail: str = "", component: str = "") -> None:
        super().__init__(rule)
        self.rule = rule
        self.detail = detail
        self.component = component
        #: The word it is about, where that does not stand in the cell but in its heading.
        self.word = ""


class Sense(NamedTuple):
    """What a printed word means."""

    #: Code and its share of the figure; the shares sum to one. None for an empty cell.
    codes: tuple[tuple[str, Decimal], ...] = ()
    #: The map that was asked, and whether it had no code for the word.
    map: Ref | None = None
    lost: bool = False


class Translator:
    """The maps of one source, ready to be asked."""

    def __init__(self, source: Source, structure: Structure, registry: Registry) -> None:
        self._structure = structure
        self._registry = registry
        self._parents: dict[Ref, Mapping[str, str]] = {}
        self._names: dict[Ref, Mapping[str, str]] = {}
        self.maps = {
            ref: self._map(ref)
            for column in _all_columns(source)
            if (ref := column.map) is not None
        }
        for aggregate in source.aggregates:
            if aggregate.map is not None:
                self.maps[aggregate.map] = self._map(aggregate.map)

    def sense(self, column: Column, written: str) -> Sense:
        """The meaning of a word under a column; Unfit if it has none."""
        if written in column.codes:
            return Sense(((column.codes[written], _WHOLE),))
        if not written:
            return Sense()
        if column.map is None:
            return Sense(((self._taken(column, written), _WHOLE),))
        found = self.maps[column.map]
        word = self._named(found, written) if column.by_name else written
        codes = self.targets(found, word)
        if codes:
            taken = tuple((self._taken(column, code), share) for code, share in codes)
            return Sense(taken, column.map)
        if column.residual:
            return Sense(((column.residual, _WHOLE),), column.map, lost=True)
        if reason := self._excluded(found, word):
            raise Unfit("EXCLUDED-CODE", reason, column.fills)
        raise Unfit("UNMAPPED-CODE", str(found.ref), column.fills)

    def targets(self, found: RepresentationMap, word: str) -> tuple[tuple[str, Decimal], ...]:
        """Codes and shares a map has for a word, or for the nearest code above it; else none."""
        while word:
            if word in found.splits:
                return tuple((each.code, Decimal(each.share)) for each in found.splits[word])
            if word in found.mappings:
                return ((found.mappings[word], _WHOLE),)
            if word in found.excluded or not found.by_ancestor or found.source is None:
                return ()
            word = self._parent(found.source, word)
        return ()

    def _excluded(self, found: RepresentationMap, word: str) -> str:
        """Why a word, or the nearest code above it that the map has, is excluded; "" if not."""
        while word and word not in found.excluded and found.by_ancestor and found.source:
            word = self._parent(found.source, word)
        return found.excluded.get(word, "")

    def _named(self, found: RepresentationMap, written: str) -> str:
        """The one code of the map's source list that has this name; "" if none or several have."""
        if found.source is None:
            return written
        if found.source not in self._names:
            names: dict[str, str] = {}
            for item in self._items(found.source):
                for name in {spelling(text) for text in item.name.values()}:
                    names[name] = "" if name in names else item.id
            self._names[found.source] = names
        return self._names[found.source].get(written, "")

    def _taken(self, column: Column, code: str) -> str:
        """The code with its prefix; the nearest above it that the component has, if so declared."""
        found = column.prefix + code
        component = self._structure.component(column.fills)
        if not column.to_ancestor or component is None:
            return found
        codes = self._structure.codes_of(component)
        target = column.map and self.maps[column.map].target
        above = code
        while target and above and column.prefix + above not in codes:
            above = self._parent(target, above)
        return column.prefix + above if above else found

    def _parent(self, codelist: Ref, code: str) -> str:
        if codelist not in self._parents:
            items = self._items(codelist)
            self._parents[codelist] = {item.id: item.parent for item in items}
        return self._parents[codelist].get(code, "")

    def _items(self, codelist: Ref) -> tuple[Item, ...]:
        found = self._registry.get(Link("codelist", codelist))
        return found.items if isinstance(found, ItemScheme) else ()

    def _map(self, ref: Ref) -> RepresentationMap:
        artefact = self._registry.get(Link("representationmap", ref))
        if not isinstance(artefact, RepresentationMap):
            raise KeyError(str(ref))
        return artefact


def _all_columns(source: Source) -> list[Column]:
    own = [*source.layout.columns, *source.layout.titles]
    return [*own, *(column.word for column in own if column.word)]
