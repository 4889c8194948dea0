"""Reference metadata: what may be told of an artefact, and what is told (SDMX 3.0 Section 2, 7)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from api.model.artefact import Maintainable, Representation
from api.model.ref import Link, Ref
from api.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataAttribute:
    """One question of a metadata report."""

    id: str
    concept: Link
    representation: Representation
    min_occurs: int = 0
    #: None for any number.
    max_occurs: int | None = 1
    #: A heading: holds others and no text of its own.
    presentational: bool = False
    children: tuple["MetadataAttribute", ...] = ()

    def links(self) -> Iterator[Link]:
        """Concept, codelist, and those of the questions below."""
        yield self.concept
        yield from self.representation.links()
        for child in self.children:
            yield from child.links()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataStructure(Maintainable):
    """A metadata structure definition: the questions of a report."""

    kind = "metadatastructure"
    attributes: tuple[MetadataAttribute, ...]

    def links(self) -> Iterator[Link]:
        """Concepts and codelists of the questions."""
        for attribute in self.attributes:
            yield from attribute.links()


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadataflow(Maintainable):
    """Reports of one structure about artefacts of some kinds.

    `targets` are URNs in which agency, id and version may be `*`:
    `urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=VN1:*(*)`.
    """

    kind = "metadataflow"
    structure: Ref
    targets: tuple[str, ...]

    def links(self) -> Iterator[Link]:
        """The metadata structure."""
        yield Link("metadatastructure", self.structure)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataProvisionAgreement(Maintainable):
    """A provider's agreement to report; SDMX 3.x only."""

    kind = "metadataprovisionagreement"
    metadataflow: Ref
    provider: Link
    targets: tuple[str, ...] = ()

    def links(self) -> Iterator[Link]:
        """Metadataflow, then provider."""
        yield Link("metadataflow", self.metadataflow)
        yield self.provider


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedAttribute:
    """An answer: plain value, or text in several languages; or a heading with answers below it."""

    id: str
    value: str = ""
    text: Text = field(default_factory=dict)
    children: tuple["ReportedAttribute", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataSet(Maintainable):
    """A report about one or several artefacts, maintained by its provider."""

    kind = "metadataset"
    #: Metadataflow, or metadata provision agreement.
    described_by: Link
    targets: tuple[Link, ...]
    attributes: tuple[ReportedAttribute, ...]

    def links(self) -> Iterator[Link]:
        """What describes the report, then what the report is about."""
        yield self.described_by
        yield from self.targets
