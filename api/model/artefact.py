"""The artefacts of a registry, frozen, shaped like SDMX 3.x; 2.1 is a rendering of them.

SDMX 3.0 Section 2 (information model). Every maintainable artefact has a `kind`, the name REST 2
gives its type, and tells which others it refers to; `Registry` needs no more than that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from api.model.ref import FIXED_VERSION, Link, Ref, is_final
from api.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A note on an artefact. `value` exists in 3.x only; 2.1 carries it in the title's place."""

    id: str = ""
    type: str = ""
    title: str = ""
    url: str = ""
    text: Text = field(default_factory=dict)
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintainable:
    """What all artefacts share: reference, names, notes, and the external or partial marks."""

    kind: ClassVar[str]
    ref: Ref
    name: Text
    description: Text = field(default_factory=dict)
    annotations: tuple[Annotation, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    is_partial: bool = False
    #: A stub (no content), or an artefact that another registry keeps.
    is_external: bool = False
    #: Where the whole artefact is, for a stub.
    structure_url: str = ""

    @property
    def link(self) -> Link:
        """This artefact as a reference."""
        return Link(self.kind, self.ref)

    @property
    def is_final(self) -> bool:
        """In production: this version never changes (SDMX 2.1, `isFinal`)."""
        return is_final(self.ref.version) and self.kind not in FIXED_VERSION

    def links(self) -> Iterator[Link]:
        """The artefacts and items this one refers to, in the order it does, repeats included."""
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """The values a concept or component takes: a codelist, or a text type of the standard."""

    codelist: Ref | None = None
    #: `String`, `Double`, `Integer`, `ObservationalTimePeriod` ... (SDMX DataType).
    text_type: str = "String"
    min_length: int | None = None
    max_length: int | None = None
    multilingual: bool = False

    def links(self) -> Iterator[Link]:
        """The codelist, if there is one."""
        if self.codelist:
            yield Link("codelist", self.codelist)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One code, concept, category or organisation of a scheme.

    `id` is unique in the scheme for flat lists (`parent` names another item of it); for category
    schemes and reporting taxonomies the id is a path, `MODULE_A.TABLE_01`, as references write it.
    """

    id: str
    name: Text
    description: Text = field(default_factory=dict)
    parent: str = ""
    annotations: tuple[Annotation, ...] = ()
    #: Concepts: the representation components take unless they say otherwise.
    representation: Representation | None = None
    #: Reporting categories: the dataflows or structures reported there.
    structures: tuple[Link, ...] = ()

    def links(self) -> Iterator[Link]:
        """What the item itself refers to."""
        if self.representation:
            yield from self.representation.links()
        yield from self.structures


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScheme(Maintainable):
    """An ordered list of items. One subclass per kind, so that a kind is a type."""

    items: tuple[Item, ...] = ()
    #: Codelists: (list extended, prefix put before each of its codes), already resolved in `items`.
    extends: tuple[tuple[Ref, str], ...] = ()

    def links(self) -> Iterator[Link]:
        """References of the items. A resolved extension is no reference any more."""
        for item in self.items:
            yield from item.links()

    def by_id(self) -> Mapping[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.items}


class Codelist(ItemScheme):
    """A list of codes."""

    kind = "codelist"


class ConceptScheme(ItemScheme):
    """A list of concepts."""

    kind = "conceptscheme"


class CategoryScheme(ItemScheme):
    """A tree of subjects under which dataflows are found."""

    kind = "categoryscheme"


class ReportingTaxonomy(ItemScheme):
    """A tree of reports: what is to be reported together."""

    kind = "reportingtaxonomy"


class AgencyScheme(ItemScheme):
    """Maintenance agencies; id AGENCIES."""

    kind = "agencyscheme"


class DataProviderScheme(ItemScheme):
    """Who provides data; id DATA_PROVIDERS."""

    kind = "dataproviderscheme"


class MetadataProviderScheme(ItemScheme):
    """Who provides reference metadata; id METADATA_PROVIDERS; SDMX 3.x only."""

    kind = "metadataproviderscheme"


class DataConsumerScheme(ItemScheme):
    """Who uses data; id DATA_CONSUMERS."""

    kind = "dataconsumerscheme"


class OrganisationUnitScheme(ItemScheme):
    """Units inside organisations."""

    kind = "organisationunitscheme"


#: Where an attribute belongs: the data set, the dimensions it names, or each observation.
Attachment = Literal["dataset", "dimensions", "observation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A dimension, measure or attribute of a data structure."""

    id: str
    role: Literal["dimension", "time", "measure", "attribute"]
    concept: Link
    representation: Representation
    #: Attributes: where it belongs, and to which dimensions if to dimensions.
    attachment: Attachment = "observation"
    dimensions: tuple[str, ...] = ()
    mandatory: bool = False

    def links(self) -> Iterator[Link]:
        """Concept, then codelist."""
        yield self.concept
        yield from self.representation.links()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataStructure(Maintainable):
    """A data structure definition. Components stand in key order; time is the last dimension."""

    kind = "datastructure"
    components: tuple[Component, ...]

    def links(self) -> Iterator[Link]:
        """Concepts and codelists of the components."""
        for component in self.components:
            yield from component.links()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataflow(Maintainable):
    """A stream of data with one structure."""

    kind = "dataflow"
    structure: Ref
    #: Number of the ASEAN ILMS table it belongs to.
    table: int = 0
    #: Component -> value of what is the same for the whole flow (MEASURE, UNIT_MEASURE, ...).
    constants: Mapping[str, str] = field(default_factory=dict)
    #: Agreements in order of precedence; see `Precedence`.
    precedence: tuple["Precedence", ...] = ()

    def links(self) -> Iterator[Link]:
        """The data structure."""
        yield Link("datastructure", self.structure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedence:
    """Which agreement's figure the default data set takes where several have one, and why.

    The first rule that names the period, in file order, decides; a rule without periods is for all.
    """

    agreements: tuple[Ref, ...]
    periods: frozenset[str] = frozenset()
    reason: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionAgreement(Maintainable):
    """A provider's agreement to provide a dataflow: what a file under `sources/` stands for."""

    kind = "provisionagreement"
    dataflow: Ref
    provider: Link

    def links(self) -> Iterator[Link]:
        """Dataflow, then provider."""
        yield Link("dataflow", self.dataflow)
        yield self.provider


@dataclass(frozen=True, slots=True, kw_only=True)
class CubeRegion:
    """A part of a cube: dimension -> its values. `time` is an inclusive range of periods."""

    values: Mapping[str, tuple[str, ...]]
    #: The same for attributes and measures.
    components: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    include: bool = True
    time: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataConstraint(Maintainable):
    """Which part of the cube is allowed, or actually has data."""

    kind = "dataconstraint"
    role: Literal["Allowed", "Actual"]
    attachment: tuple[Link, ...]
    regions: tuple[CubeRegion, ...] = ()
    #: Counts, where they are known (SDMX 3.1 properties; annotations before).
    series_count: int | None = None
    obs_count: int | None = None

    @property
    def is_final(self) -> bool:
        """What is allowed may be; what is there changes with every release."""
        return self.role == "Allowed" and is_final(self.ref.version)

    def links(self) -> Iterator[Link]:
        """What it constrains."""
        yield from self.attachment


@dataclass(frozen=True, slots=True, kw_only=True)
class Categorisation(Maintainable):
    """Puts an artefact under a category."""

    kind = "categorisation"
    source: Link
    target: Link

    def links(self) -> Iterator[Link]:
        """Artefact, then category."""
        yield self.source
        yield self.target
