"""How editions of the standard name artefact types: URN classes, versions, addresses.

SDMX 2.1 Section 5, 6.2.2, and the common references schemas of 2.1, 3.0 and 3.1.
"""

from api.model.artefact import Maintainable
from api.model.ref import CLASSES, FIXED_VERSION, ITEM_CLASSES, Link, Ref

#: What 2.1 calls an artefact type otherwise: (package, class).
_CLASSES_2_1 = {
    "dataconstraint": ("registry", "ContentConstraint"),
    "hierarchy": ("codelist", "HierarchicalCodelist"),
    "structuremap": ("mapping", "StructureSet"),
    "representationmap": ("mapping", "StructureSet"),
}
#: The same in REST 1 paths, which stubs point to.
_PATHS_2_1 = {
    "dataconstraint": "contentconstraint",
    "hierarchy": "hierarchicalcodelist",
    "structuremap": "structureset",
    "representationmap": "structureset",
}
#: SDMX 3.0 XSD, `OrganisationSchemeBaseType`: the version is prohibited; URNs say 1.0.
UNVERSIONED = FIXED_VERSION | {"organisationunitscheme"}


def version_2_1(version: str) -> str:
    """Version without extension: 2.1 has numbers only (common `VersionType`)."""
    return version.partition("-")[0]


def class_2_1(kind: str) -> tuple[str, str]:
    """URN package and class of an artefact type in 2.1."""
    return _CLASSES_2_1.get(kind, CLASSES[kind])


def urn_2_1(link: Link) -> str:
    """URN with the names and versions of 2.1."""
    package, name = class_2_1(link.kind)
    if link.item:
        name = ITEM_CLASSES[link.kind]
    tail = f".{link.item}" if link.item else ""
    ref = Ref(link.ref.agency, link.ref.id, version_2_1(link.ref.version))
    return f"urn:sdmx:org.sdmx.infomodel.{package}.{name}={ref}{tail}"


def urn_3(link: Link) -> str:
    """URN with the names of 3.x; what has no version says 1.0."""
    if link.kind in UNVERSIONED:
        link = Link(link.kind, Ref(link.ref.agency, link.ref.id, "1.0"), link.item)
    return link.urn


def address_2_1(artefact: Maintainable, base_url: str) -> str:
    """Where this service has an artefact, in REST 1."""
    ref, kind = artefact.ref, _PATHS_2_1.get(artefact.kind, artefact.kind)
    return f"{base_url}/rest/v1/{kind}/{ref.agency}/{ref.id}/{ref.version}"


def address_3(artefact: Maintainable, base_url: str) -> str:
    """Where this service has an artefact, in REST 2."""
    ref, kind = artefact.ref, artefact.kind
    resource = "metadata" if kind == "metadataset" else "structure"
    return f"{base_url}/rest/v2/{resource}/{kind}/{ref.agency}/{ref.id}/{ref.version}"
