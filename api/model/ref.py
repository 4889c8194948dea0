"""References to artefacts: `AGENCY:ID(VERSION)`, links with a kind, and URNs.

SDMX 2.1 Section 5 (registry specification), 6.2.2: universal resource names.
"""

import re
from dataclasses import dataclass

from api.errors import InvalidSyntax

_REF = re.compile(r"(?P<agency>[A-Za-z][\w.-]*):(?P<id>[\w@$-]+)\((?P<version>[^()]+)\)")
_VERSION = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-(.+))?")

#: Artefact type (as REST 2 names it) -> (URN package, class). REST 1 names are `rest`'s affair.
CLASSES: dict[str, tuple[str, str]] = {
    "agencyscheme": ("base", "AgencyScheme"),
    "dataproviderscheme": ("base", "DataProviderScheme"),
    "metadataproviderscheme": ("base", "MetadataProviderScheme"),
    "dataconsumerscheme": ("base", "DataConsumerScheme"),
    "organisationunitscheme": ("base", "OrganisationUnitScheme"),
    "codelist": ("codelist", "Codelist"),
    "valuelist": ("codelist", "ValueList"),
    "hierarchy": ("codelist", "Hierarchy"),
    "hierarchyassociation": ("codelist", "HierarchyAssociation"),
    "conceptscheme": ("conceptscheme", "ConceptScheme"),
    "categoryscheme": ("categoryscheme", "CategoryScheme"),
    "reportingtaxonomy": ("categoryscheme", "ReportingTaxonomy"),
    "categorisation": ("categoryscheme", "Categorisation"),
    "datastructure": ("datastructure", "DataStructure"),
    "dataflow": ("datastructure", "Dataflow"),
    "metadatastructure": ("metadatastructure", "MetadataStructure"),
    "metadataflow": ("metadatastructure", "Metadataflow"),
    "metadataset": ("metadatastructure", "MetadataSet"),
    "provisionagreement": ("registry", "ProvisionAgreement"),
    "metadataprovisionagreement": ("registry", "MetadataProvisionAgreement"),
    "dataconstraint": ("registry", "DataConstraint"),
    "metadataconstraint": ("registry", "MetadataConstraint"),
    "structuremap": ("structuremapping", "StructureMap"),
    "representationmap": ("structuremapping", "RepresentationMap"),
    "conceptschememap": ("structuremapping", "ConceptSchemeMap"),
    "categoryschememap": ("structuremapping", "CategorySchemeMap"),
    "organisationschememap": ("structuremapping", "OrganisationSchemeMap"),
    "reportingtaxonomymap": ("structuremapping", "ReportingTaxonomyMap"),
    "process": ("process", "Process"),
    "transformationscheme": ("transformation", "TransformationScheme"),
    "rulesetscheme": ("transformation", "RulesetScheme"),
    "userdefinedoperatorscheme": ("transformation", "UserDefinedOperatorScheme"),
    "customtypescheme": ("transformation", "CustomTypeScheme"),
    "namepersonalisationscheme": ("transformation", "NamePersonalisationScheme"),
    "vtlmappingscheme": ("transformation", "VtlMappingScheme"),
}

#: Item scheme type -> class of its items.
ITEM_CLASSES: dict[str, str] = {
    "agencyscheme": "Agency",
    "dataproviderscheme": "DataProvider",
    "metadataproviderscheme": "MetadataProvider",
    "dataconsumerscheme": "DataConsumer",
    "organisationunitscheme": "OrganisationUnit",
    "codelist": "Code",
    "valuelist": "ValueItem",
    "conceptscheme": "Concept",
    "categoryscheme": "Category",
    "reportingtaxonomy": "ReportingCategory",
}

#: Schemes whose id and version the standard fixes (SDMX 2.1 Section 3A, 4.5; 3.0 has no version).
FIXED_VERSION = frozenset(
    ("agencyscheme", "dataproviderscheme", "metadataproviderscheme", "dataconsumerscheme")
)


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """Which artefact: maintenance agency, id, version. Its kind is known from where it stands."""

    agency: str
    id: str
    version: str = "1.0.0"

    @classmethod
    def parse(cls, text: str) -> "Ref":
        """Read `AGENCY:ID(VERSION)`; raise InvalidSyntax for anything else."""
        if match := _REF.fullmatch(text):
            return cls(**match.groupdict())
        raise InvalidSyntax(f"{text!r} is not AGENCY:ID(VERSION)")

    def __str__(self) -> str:
        return f"{self.agency}:{self.id}({self.version})"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A reference with its kind, and with an item where it points into an item scheme."""

    kind: str
    ref: Ref
    item: str = ""

    @property
    def urn(self) -> str:
        """`urn:sdmx:org.sdmx.infomodel.PACKAGE.CLASS=AGENCY:ID(VERSION)[.ITEM]`."""
        package, name = CLASSES[self.kind]
        if self.item:
            name = ITEM_CLASSES[self.kind]
        tail = f".{self.item}" if self.item else ""
        return f"urn:sdmx:org.sdmx.infomodel.{package}.{name}={self.ref}{tail}"

    @property
    def maintainable(self) -> "Link":
        """The same without its item."""
        return Link(self.kind, self.ref) if self.item else self


def version_key(version: str) -> tuple[object, ...]:
    """Order versions as Semantic Versioning 2.0.0 does: 1.10 after 1.9, 2.0.0-draft before 2.0.0.

    In extensions numbers stand before words, and compare as numbers (section 11). Of 1, 1.0 and
    1.0.0 the longer comes later.
    """
    match = _VERSION.fullmatch(version)
    if match is None:
        return (-1, 0, 0, False, ((True, 0, version),))
    major, minor, patch, extension = match.groups()
    identifiers = tuple(
        (False, int(part), "") if part.isdecimal() else (True, 0, part)
        for part in (extension or "").split(".")
    )
    parts = sum(part is not None for part in (major, minor, patch))
    return (int(major), int(minor or 0), int(patch or 0), extension is None, identifiers, parts)


def is_final(version: str) -> bool:
    """A version without an extension (`-draft`) is in production and never changes."""
    return "-" not in version
