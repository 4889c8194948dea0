"""Metadataflows: `dataflows/MDF_*.toml`, each with its metadata structure and its agreements.

One file yields the metadataflow `MDF_X`, the metadata structure `MSD_X` with a question a concept,
and an agreement `MPA_X_PROVIDER` for each provider who reports.
"""

import re
from collections.abc import Iterator, Mapping

from pydantic import Field, field_validator

from api.definitions.kind import Built, Deferred, Kind, Place
from api.definitions.shape import ArtefactShape, Reference, Shape, text_of
from api.model.artefact import ConceptScheme, Maintainable, Representation
from api.model.metadata_structure import (
    MetadataAttribute,
    Metadataflow,
    MetadataProvisionAgreement,
    MetadataStructure,
)
from api.model.ref import Link, Ref
from api.model.report import Finding

#: Concept of the document an answer was read in, and what its attribute's id ends in.
DOCUMENT = "DOCUMENT"
#: Agency and id in a URN, with the wildcards a target may have.
_TARGET = re.compile(
    r"urn:sdmx:org\.sdmx\.infomodel\.[a-z]+\.[A-Za-z]+=[\w.*-]+:[\w@$*-]+\([^()]+\)(\..+)?$"
)


class AttributeShape(Shape):
    """One question; the last part of its path is its concept."""

    required: bool = Field(False, description="Every report answers it")
    repeated: bool = Field(False, description="It may be answered several times")
    heading: bool = Field(False, description="It holds others and no text of its own")
    documented: bool = Field(False, description="The answer names the document it was read in")


class MetadataflowShape(ArtefactShape):
    """What is asked, of which artefacts, and who answers."""

    targets: list[str] = Field(min_length=1, description="URNs, * for any agency, id or version")
    providers: list[str] = Field(min_length=1, description="Ids of METADATA_PROVIDERS")
    concepts: Reference
    attributes: dict[str, AttributeShape] = Field(min_length=1, description="Path -> question")

    @field_validator("targets")
    @classmethod
    def _urns(cls, targets: list[str]) -> list[str]:
        for target in targets:
            if not _TARGET.match(target):
                raise ValueError(f"{target!r} is no URN of SDMX")
        return targets


#: How the document of an answer is asked for.
_PLAIN = AttributeShape.model_validate({})


def build(shape: MetadataflowShape, place: Place) -> Iterator[Built]:
    """A metadataflow, its agreements, and its structure once the concepts are there."""
    subject = place.stem.removeprefix("MDF_")
    flow = Ref(shape.agency, place.stem, shape.version)
    structure = Ref(shape.agency, f"MSD_{subject}", shape.version)
    yield Metadataflow(
        ref=flow,
        name=shape.name.text,
        description=text_of(shape.description),
        structure=structure,
        targets=tuple(shape.targets),
    )
    for id in shape.providers:
        scheme = Ref(shape.agency, "METADATA_PROVIDERS", "1.0")
        yield MetadataProvisionAgreement(
            ref=Ref(shape.agency, f"MPA_{subject}_{id}", shape.version),
            name=shape.name.text,
            metadataflow=flow,
            provider=Link("metadataproviderscheme", scheme, id),
            targets=tuple(shape.targets),
        )
    concepts = Link("conceptscheme", shape.concepts)

    def structured(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
        scheme = known[concepts]
        assert isinstance(scheme, ConceptScheme)  # noqa: S101 - the link's kind says so
        try:
            attributes = tuple(_below("", shape.attributes, scheme))
        except KeyError as missing:
            message = f"{scheme.ref} has no concept {missing.args[0]!r}"
            yield Finding(rule="UNKNOWN-CONCEPT", key="attributes", message=message)
            return
        yield MetadataStructure(
            ref=structure,
            name=shape.name.text,
            description=text_of(shape.description),
            attributes=attributes,
        )

    yield Deferred(needs={concepts: "concepts"}, make=structured)


KIND = Kind("dataflows/MDF_*.toml", MetadataflowShape, build)


def _below(
    parent: str, shapes: Mapping[str, AttributeShape], scheme: ConceptScheme
) -> Iterator[MetadataAttribute]:
    """Attributes directly below a path, in order of the file. KeyError names a missing concept."""
    for path, shape in shapes.items():
        above, _, id = path.rpartition(".")
        if above == parent:
            children = tuple(_below(path, shapes, scheme))
            if shape.documented:
                children += (_attribute(f"{id}_{DOCUMENT}", DOCUMENT, _PLAIN, scheme),)
            yield _attribute(id, id, shape, scheme, children)


def _attribute(
    id: str,
    concept: str,
    shape: AttributeShape,
    scheme: ConceptScheme,
    children: tuple[MetadataAttribute, ...] = (),
) -> MetadataAttribute:
    return MetadataAttribute(
        id=id,
        concept=Link("conceptscheme", scheme.ref, concept),
        representation=scheme.by_id()[concept].representation or Representation(),
        min_occurs=int(shape.required),
        max_occurs=None if shape.repeated else 1,
        presentational=shape.heading,
        children=children,
    )
