"""Representation maps: `codelists/RM_*.toml`."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from api.definitions.kind import Built, Kind, Place
from api.definitions.shape import Reference, Shape, Wording, text_of
from api.model.ref import Ref
from api.model.report import Finding
from api.model.representation_map import RepresentationMap, spelling


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
    map: dict[str, str] = Field(description="Word or code of the source -> code of the target")
    excluded: dict[str, str] = Field({}, description="Word -> why it has no code")
    notes: dict[str, str] = Field({}, description="Word -> where it was printed")


def build(shape: RepresentationMapShape, place: Place) -> Iterator[Built]:
    """Yield the map, and what contradicts itself within the file."""
    yield from _contradictions(shape)
    yield RepresentationMap(
        ref=Ref(shape.agency, place.stem, shape.version),
        name=shape.name.text,
        description=text_of(shape.description),
        source=None if shape.source == "text" else shape.source,
        target=shape.target,
        mappings=_spelled(shape.map),
        excluded=_spelled(shape.excluded),
        notes=_spelled(shape.notes),
    )


def _spelled(words: Mapping[str, str]) -> dict[str, str]:
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
    both = _spelled(shape.map).keys() & _spelled(shape.excluded).keys()
    stray = _spelled(shape.notes).keys() - _spelled(shape.map).keys()
    for key, found, why in (
        ("excluded", both, "is mapped and excluded at once"),
        ("notes", stray, "has a note but is not mapped"),
    ):
        for word in sorted(found):
            yield Finding(rule="MAP-CONTRADICTION", key=f"{key}.{word}", message=f"{word!r} {why}")


KIND = Kind("codelists/RM_*.toml", RepresentationMapShape, build)
