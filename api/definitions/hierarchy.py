"""Hierarchies: `codelists/HI_*.toml`, codes of one or several lists in a tree.

Each is offered for browsing the list it is about: a HierarchyAssociation goes with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from pydantic import Field

from api.definitions.kind import Built, Deferred, Kind, Place
from api.definitions.shape import ArtefactShape, Reference, Shape, Wording, text_of
from api.model.artefact import ItemScheme, Maintainable
from api.model.hierarchy import HierarchicalCode, Hierarchy, HierarchyAssociation, Level
from api.model.ref import Link, Ref
from api.model.report import Finding

#: Code -> what is below it.
Tree: TypeAlias = "Mapping[str, Tree]"


class LevelShape(Shape):
    """One depth of the tree, from the top down."""

    id: str = Field(pattern=r"^[A-Za-z0-9_@$-]+$")
    name: Wording
    description: Wording | None = None


class HierarchyShape(ArtefactShape):
    """A whole tree: written out under `tree`, or that of the list's own parents."""

    codelist: Reference = Field(description="List whose codes stand in the tree")
    lists: dict[str, Reference] = Field(
        {}, description="Further lists: a code of them is written NAME:CODE"
    )
    levels: list[LevelShape] = Field([], description="Names of the depths, top first")
    follow_parents: bool = Field(False, description="The tree is that of the list's parents")
    tree: dict[str, dict[str, list[str]] | list[str]] = Field(
        {}, description="Code -> codes below it, or code -> code below it -> codes below that"
    )


def build(shape: HierarchyShape, place: Place) -> Iterator[Built]:
    """The hierarchy and its association; made later if it follows the list's parents."""
    tree = _written(shape.tree)
    problems = list(_problems(shape, tree))
    yield from problems
    if problems:
        return
    if tree:
        yield from _artefacts(shape, place, tuple(_Places(shape).branch(tree)))
        return
    link = Link("codelist", shape.codelist)

    def make(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
        scheme = known[link]
        assert isinstance(scheme, ItemScheme)  # noqa: S101 - the kind says so
        below: dict[str, list[str]] = {}
        for item in scheme.items:
            below.setdefault(item.parent, []).append(item.id)
        yield from _artefacts(shape, place, tuple(_Places(shape).branch(_tree(below, ""))))

    yield Deferred(needs={link: "codelist"}, make=make)


def _problems(shape: HierarchyShape, tree: Tree) -> Iterator[Finding]:
    if shape.follow_parents == bool(tree):
        message = "either follow_parents = true or a tree, and not both"
        yield Finding(rule="HIERARCHY-TREE", key="tree", message=message)
    deep = _depth(tree)
    if shape.levels and deep > len(shape.levels):
        message = f"the tree is {deep} deep and has {len(shape.levels)} levels"
        yield Finding(rule="HIERARCHY-LEVELS", key="levels", message=message)
    for code in _unknown_lists(tree, shape.lists):
        message = f"{code!r} is of a list that `lists` does not name"
        yield Finding(rule="HIERARCHY-LIST", key="tree", value=code, message=message)


def _written(tree: Mapping[str, Mapping[str, list[str]] | list[str]]) -> Tree:
    return {
        code: _leaves(inner)
        if isinstance(inner, list)
        else {below: _leaves(codes) for below, codes in inner.items()}
        for code, inner in tree.items()
    }


def _leaves(codes: list[str]) -> Tree:
    return {code: {} for code in codes}


def _tree(below: Mapping[str, list[str]], code: str) -> Tree:
    return {child: _tree(below, child) for child in below.get(code, ())}


def _depth(tree: Tree) -> int:
    return 1 + max(map(_depth, tree.values())) if tree else 0


@dataclass(frozen=True, slots=True)
class _Places:
    """Gives each place of the tree an id: the code, after that of its parent if it was taken."""

    shape: HierarchyShape
    taken: set[str] = field(default_factory=set)

    def branch(self, tree: Tree, parent: str = "", depth: int = 0) -> Iterator[HierarchicalCode]:
        """The codes of one depth with all below them."""
        levels = self.shape.levels
        level = levels[depth].id if depth < len(levels) else ""
        for written, inner in tree.items():
            name, _, code = written.rpartition(":")
            ref = self.shape.lists[name] if name else self.shape.codelist
            id = f"{parent}_{code}" if code in self.taken else code
            self.taken.add(id)
            yield HierarchicalCode(
                id=id,
                code=Link("codelist", ref, code),
                level=level,
                children=tuple(self.branch(inner, id, depth + 1)),
            )


def _unknown_lists(tree: Tree, lists: Mapping[str, Ref]) -> Iterator[str]:
    """Codes written with the name of a list that `lists` does not have."""
    for code, inner in tree.items():
        name = code.rpartition(":")[0]
        if name and name not in lists:
            yield code
        yield from _unknown_lists(inner, lists)


def _artefacts(
    shape: HierarchyShape, place: Place, codes: tuple[HierarchicalCode, ...]
) -> Iterator[Built]:
    ref = Ref(shape.agency, place.stem, shape.version)
    yield Hierarchy(
        ref=ref,
        name=shape.name.text,
        description=text_of(shape.description),
        levels=tuple(
            Level(id=one.id, name=one.name.text, description=text_of(one.description))
            for one in shape.levels
        ),
        codes=codes,
    )
    yield HierarchyAssociation(
        ref=Ref(ref.agency, f"HA_{ref.id.removeprefix('HI_')}", ref.version),
        name=shape.name.text,
        hierarchy=Link("hierarchy", ref),
        linked=Link("codelist", shape.codelist),
    )


KIND = Kind("codelists/HI_*.toml", HierarchyShape, build)
