"""Codelists: `codelists/CL_*.toml`.

The order of codes in the file is their order in the list. A list that is another list with a
prefix says so (CodelistExtension, SDMX 3.0 Section 2, 4.5) and reaches its readers resolved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import count
from typing import Literal

from pydantic import Field

from api.definitions.kind import Built, Deferred, Kind, Place
from api.definitions.shape import ArtefactShape, LocalWording, Reference, Shape, Wording, text_of
from api.model.artefact import Annotation, Codelist, Item, Maintainable
from api.model.ref import Link, Ref
from api.model.report import Finding


class CodeShape(Shape):
    """One code: `OCU_ISCO08_2 = { name = { en = ..., vi = ... }, parent = "OCU_ISCO08" }`."""

    name: LocalWording
    description: Wording | None = None
    parent: str = Field("", description="Code of the same list that this one is part of")
    total: bool = Field(False, description="The code is the total of its group")
    unofficial: bool = Field(False, description="The Vietnamese name is our own translation")
    remark: Wording | None = Field(None, description="What a user of the code should know")


class ExtensionShape(Shape):
    """Another list, each of its codes with a prefix."""

    codelist: Reference
    prefix: str = Field(min_length=1)
    without: list[str] = Field([], description="Codes left out; * and ? stand for any characters")
    parent: str = Field("", description="Code of this list that the codes with a prefix belong to")
    after: str = Field("", description="Code of this list they follow; left out, they come first")


class CodelistShape(ArtefactShape):
    """A whole list."""

    source: str = Field(min_length=1, description="Where codes and names come from")
    partial: bool = Field(False, description="The list is known to be incomplete")
    language: Literal["en", "vi"] = Field("en", description="Language every name exists in")
    nested: bool = Field(False, description="Each code begins with the code of its parent")
    extends: list[ExtensionShape] = Field([], description="Lists it is made of, in order")
    codes: dict[str, CodeShape] = Field({}, description="The codes, in list order")


def build(shape: CodelistShape, place: Place) -> Iterator[Built]:
    """One codelist; made later if it extends another."""
    ref = Ref(shape.agency, place.stem, shape.version)
    yield from _nameless(shape)
    own = [_item(id, code) for id, code in shape.codes.items()]
    if not shape.extends:
        yield _codelist(shape, ref, own)
        return
    needs = {
        Link("codelist", extension.codelist): f"extends.{position}.codelist"
        for position, extension in enumerate(shape.extends)
    }

    yield from _misplaced(shape)

    def make(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
        items = list(own)
        for extension in reversed(shape.extends):
            ids = [item.id for item in items]
            at = ids.index(extension.after) + 1 if extension.after in ids else 0
            items[at:at] = _extended(extension, known[Link("codelist", extension.codelist)], ids)
        yield _codelist(shape, ref, items)

    yield Deferred(needs=needs, make=make)


def _nameless(shape: CodelistShape) -> Iterator[Finding]:
    """Codes without a name in the language of the list; only national lists may lack English."""
    for id, code in shape.codes.items():
        if shape.language not in code.name.text:
            yield Finding(
                rule="NAME-MISSING",
                key=f"codes.{id}.name",
                message=f"the code {id} has no name in the language of the list, {shape.language}",
                advice="a list of names in Vietnamese only says language = 'vi'",
            )


def _misplaced(shape: CodelistShape) -> Iterator[Finding]:
    for position, extension in enumerate(shape.extends):
        for word, code in (("after", extension.after), ("parent", extension.parent)):
            if code and code not in shape.codes:
                yield Finding(
                    rule="UNKNOWN-CODE",
                    key=f"extends.{position}.{word}",
                    value=code,
                    message=f"the list has no code {code!r} of its own",
                )


KIND = Kind("codelists/CL_*.toml", CodelistShape, build)


def _item(id: str, code: CodeShape) -> Item:
    notes = []
    if code.total:
        notes.append(Annotation(type="IS_TOTAL", title="Y"))
    if code.unofficial:
        notes.append(_TRANSLATION)
    if code.remark:
        notes.append(Annotation(id="REMARK", type="REMARK", text=code.remark.text))
    return Item(
        id=id,
        name=code.name.text,
        description=text_of(code.description),
        parent=code.parent,
        annotations=tuple(notes),
    )


_TRANSLATION = Annotation(
    id="TRANSLATION",
    type="TRANSLATION",
    title="unofficial",
    text={
        "en": "The Vietnamese name is an unofficial translation.",
        "vi": "Tên tiếng Việt là bản dịch không chính thức.",
    },
)


def _extended(extension: ExtensionShape, extended: Maintainable, own: list[str]) -> list[Item]:
    """Codes of the extended list under their new ids; a code of the list's own hides one."""
    assert isinstance(extended, Codelist)  # noqa: S101 - the link's kind says so
    kept = [
        item
        for item in extended.items
        if not any(fnmatchcase(item.id, pattern) for pattern in extension.without)
        and extension.prefix + item.id not in own
    ]
    ids = {item.id for item in kept}
    return [
        replace(
            item,
            id=extension.prefix + item.id,
            parent=extension.prefix + item.parent if item.parent in ids else extension.parent,
            annotations=tuple(note for note in item.annotations if note.type not in _OWN),
        )
        for item in kept
    ]


#: Annotations that belong to a code's place in its list.
_OWN = ("ORDER", "IS_TOTAL")


def _codelist(shape: CodelistShape, ref: Ref, items: list[Item]) -> Codelist:
    has_totals = any(note.type == "IS_TOTAL" for item in items for note in item.annotations)
    order = count(1)
    return Codelist(
        ref=ref,
        name=shape.name.text,
        description=text_of(shape.description),
        annotations=tuple(_notes(shape)),
        is_partial=shape.partial,
        items=tuple(
            replace(item, annotations=_ordered(item, next(order), has_totals)) for item in items
        ),
        extends=tuple((extension.codelist, extension.prefix) for extension in shape.extends),
    )


def _notes(shape: CodelistShape) -> Iterator[Annotation]:
    yield Annotation(id="SOURCE", type="SOURCE", text={"en": shape.source})
    if shape.partial:
        text = {"en": "The list is incomplete.", "vi": "Danh mục chưa đầy đủ."}
        yield Annotation(id="PARTIAL", type="PARTIAL", text=text)


def _ordered(item: Item, order: int, has_totals: bool) -> tuple[Annotation, ...]:
    """ORDER and IS_TOTAL as .Stat and ILOSTAT write them: with a type and without an id."""
    notes = item.annotations
    if has_totals and not any(note.type == "IS_TOTAL" for note in notes):
        notes = (Annotation(type="IS_TOTAL", title="N"), *notes)
    number = str(order)
    return (Annotation(type="ORDER", title=number, text={"en": number}), *notes)
