"""Concept schemes: `dataflows/CS_*.toml`.

A concept carries the representation its components take (core representation, SDMX 3.0 Section 2,
5.3), so that the dataflows' files do not repeat it; data structures carry it as a local one.
"""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from api.definitions.kind import Built, Kind, Place
from api.definitions.shape import ArtefactShape, Reference, Shape, Wording, text_of
from api.model.artefact import ConceptScheme, Item, Representation
from api.model.ref import Ref

TextType = Literal["String", "Double", "Integer", "Decimal", "Boolean", "ObservationalTimePeriod"]


class ConceptShape(Shape):
    """One concept, with a codelist or with a text type."""

    name: Wording
    description: Wording | None = None
    codelist: Reference | None = Field(None, description="List its values come from")
    text_type: TextType | None = Field(None, description="Type of its values if they are not codes")
    max_length: int | None = Field(None, ge=1, description="Longest text, in characters")
    multilingual: bool = Field(False, description="Texts exist in several languages")

    @model_validator(mode="after")
    def _one_of_two(self) -> "ConceptShape":
        if (self.codelist is None) == (self.text_type is None):
            raise ValueError("needs either a codelist or a text_type, not both")
        return self


class ConceptSchemeShape(ArtefactShape):
    """A whole scheme."""

    concepts: dict[str, ConceptShape] = Field(min_length=1)


def build(shape: ConceptSchemeShape, place: Place) -> Iterator[Built]:
    """One concept scheme."""
    yield ConceptScheme(
        ref=Ref(shape.agency, place.stem, shape.version),
        name=shape.name.text,
        description=text_of(shape.description),
        items=tuple(_item(id, concept) for id, concept in shape.concepts.items()),
    )


KIND = Kind("dataflows/CS_*.toml", ConceptSchemeShape, build)


def _item(id: str, concept: ConceptShape) -> Item:
    representation = Representation(
        codelist=concept.codelist,
        text_type=concept.text_type or "String",
        max_length=concept.max_length,
        multilingual=concept.multilingual,
    )
    return Item(
        id=id,
        name=concept.name.text,
        description=text_of(concept.description),
        representation=representation,
    )
