"""Reports on sources: `sources/<PROVIDER>/metadata/MD_*.toml`, what is known of one source.

One answer a question of the metadata structure, in words of our own, with the document it was read
in. What a report is about are provision agreements, or a data provider where no agreement exists.
"""

from collections.abc import Iterator

from pydantic import Field, model_validator

from api.definitions.kind import Built, Kind, Place
from api.definitions.metadataflow import DOCUMENT
from api.definitions.shape import ArtefactShape, Reference, Shape, text_of
from api.model.metadata_structure import MetadataSet, ReportedAttribute
from api.model.ref import Link, Ref


class AnswerShape(Shape):
    """A text in both languages or a code, and where it was read."""

    en: str = ""
    vi: str = ""
    code: str = Field("", description="Code of the question's codelist")
    document: str = Field("", description="Title and place of the document")

    @model_validator(mode="after")
    def _one_of_two(self) -> "AnswerShape":
        if bool(self.en) == bool(self.code) or (self.vi and not self.en):
            raise ValueError("needs a text (en, and vi where there is one) or a code")
        return self


class MetadataSetShape(ArtefactShape):
    """One report."""

    metadataflow: Reference
    agreements: list[Reference] = Field([], description="Provision agreements it is about")
    providers: list[str] = Field([], description="Ids of DATA_PROVIDERS it is about")
    answers: dict[str, AnswerShape] = Field(min_length=1)

    @model_validator(mode="after")
    def _about_something(self) -> "MetadataSetShape":
        if not self.agreements and not self.providers:
            raise ValueError("say which agreements or providers the report is about")
        return self


def build(shape: MetadataSetShape, place: Place) -> Iterator[Built]:
    """One metadata set."""
    providers = Ref(shape.agency, "DATA_PROVIDERS", "1.0")
    yield MetadataSet(
        ref=Ref(shape.agency, place.stem, shape.version),
        name=shape.name.text,
        description=text_of(shape.description),
        described_by=Link("metadataflow", shape.metadataflow),
        targets=(
            *(Link("provisionagreement", ref) for ref in shape.agreements),
            *(Link("dataproviderscheme", providers, id) for id in shape.providers),
        ),
        attributes=tuple(_reported(id, answer) for id, answer in shape.answers.items()),
    )


KIND = Kind("sources/*/metadata/MD_*.toml", MetadataSetShape, build)


def _reported(id: str, answer: AnswerShape) -> ReportedAttribute:
    text = {tag: found for tag, found in (("en", answer.en), ("vi", answer.vi)) if found}
    document = (ReportedAttribute(id=f"{id}_{DOCUMENT}", value=answer.document),)
    return ReportedAttribute(
        id=id, value=answer.code, text=text, children=document if answer.document else ()
    )
