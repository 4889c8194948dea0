"""Representation maps: `codelists/RM_*.toml`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from api.definitions.kind import Built, Kind, Place
from api.definitions.shape import Reference, Shape, Wording, text_of
from api.model.ref import Ref
from api.model.report import Finding
from api.model.representation_map import RepresentationMap, Share, spelling

_V = TypeVar("_V")


class InverseShape(Shape):
    """The same table read backwards, where every code has one word."""

    id: str = Field(pattern=r"^RM_[A-Z0-9_]+$")
    name: Wording


class RepresentationMapShape(Shape):
    """A file `codelists/RM_<source>__<target>.toml`."""

    agency: str = "VN1"
    version: str = "1.0.0"
    name: Wording
    description: Wording | None = None
    source: Literal["text"] | Reference = Field(
        description="Codelist the words come from, or `text` for words as printed"
    )
    target: Reference
    partial: bool = Field(False, description="Codes of the source are known to be left out")
    by_ancestor: bool = Field(
        False, description="A code without an entry has that of the nearest one above it"
    )
    map: dict[str, str] = Field({}, description="Word or code of the source -> code of the target")
    split: dict[str, dict[str, Annotated[str, Field(pattern=r"^0?\.\d+$")]]] = Field(
        {}, description="Word -> its codes with their shares, which sum to 1"
    )
    shares_source: str = Field("", description="Where the shares come from")
    excluded: dict[str, str] = Field({}, description="Word -> why it has no code")
    notes: dict[str, str] = Field({}, description="Word -> where it was printed")
    inverse: InverseShape | None = Field(None, description="A second map, from target to source")


def build(shape: RepresentationMapShape, place: Place) -> Iterator[Built]:
    """Yield the map, and what contradicts itself within the file."""
    yield from _contradictions(shape)
    yield from _shares(shape)
    found = RepresentationMap(
        ref=Ref(shape.agency, place.stem, shape.version),
        name=shape.name.text,
        description=text_of(shape.description),
        source=None if shape.source == "text" else shape.source,
        target=shape.target,
        mappings=_spelled(shape.map),
        excluded=_spelled(shape.excluded),
        notes=_spelled(shape.notes),
        splits={
            spelling(word): tuple(Share(code, share) for code, share in shares.items())
            for word, shares in shape.split.items()
        },
        shares_source=shape.shares_source,
        by_ancestor=shape.by_ancestor,
        is_partial=shape.partial,
    )
    yield found
    if shape.inverse is not None:
        yield from _inverse(found, shape.inverse)


def _inverse(found: RepresentationMap, shape: InverseShape) -> Iterator[Built]:
    """The map read backwards; partial, for codes without a word are named in no file."""
    if found.source is None or len(set(found.mappings.values())) < len(found.mappings):
        yield Finding(
            rule="NO-INVERSE",
            key="inverse",
            message="only a map from a list to a list, one code to one, can be read backwards",
        )
        return
    yield replace(
        found,
        ref=replace(found.ref, id=shape.id),
        name=shape.name.text,
        source=found.target,
        target=found.source,
        mappings={code: word for word, code in found.mappings.items()},
        excluded={},
        notes={},
        splits={},
        shares_source="",
        by_ancestor=False,
        is_partial=True,
    )


def _spelled(words: Mapping[str, _V]) -> dict[str, _V]:
    return {spelling(word): value for word, value in words.items()}


def _contradictions(shape: RepresentationMapShape) -> Iterator[Finding]:
    for table, words in (("map", shape.map), ("excluded", shape.excluded)):
        if len(_spelled(words)) < len(words):
            yield Finding(
                rule="REPEATED-WORD",
                key=table,
                message="two words differ only in spaces or in how letters are composed",
                advice="keep one of them",
            )
    mapped = _spelled(shape.map).keys()
    split = _spelled(shape.split).keys()
    both = (mapped | split) & _spelled(shape.excluded).keys()
    stray = _spelled(shape.notes).keys() - _spelled(shape.map).keys()
    for key, found, why in (
        ("excluded", both, "is mapped and excluded at once"),
        ("split", mapped & split, "has one code and several at once"),
        ("notes", stray, "has a note but is not mapped"),
    ):
        for word in sorted(found):
            yield Finding(rule="MAP-CONTRADICTION", key=f"{key}.{word}", message=f"{word!r} {why}")


def _shares(shape: RepresentationMapShape) -> Iterator[Finding]:
    """One-to-many needs shares that make a whole, and who found them; else it is refused."""
    for word, shares in shape.split.items():
        whole = sum(map(Decimal, shares.values()), Decimal())
        if whole != 1 or len(shares) < 2:
            yield Finding(
                rule="SPLIT-SHARES",
                key=f"split.{word}",
                message=f"the shares of {word!r} sum to {whole}, over {len(shares)} codes",
                advice="give two codes or more, with shares that sum to 1",
            )
    if shape.split and not shape.shares_source:
        yield Finding(
            rule="SPLIT-SHARES",
            key="shares_source",
            message="the shares have no source",
            advice="say in shares_source where they come from",
        )


KIND = Kind("codelists/RM_*.toml", RepresentationMapShape, build)
