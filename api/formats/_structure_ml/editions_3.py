"""The kinds of SDMX-ML 3.0 and 3.1, and the element each stands in (structure schema, 3.x)."""

from collections.abc import Iterator

from api.formats._structure_ml import (
    constraint,
    data,
    hierarchy,
    items,
    maps,
    metadata,
    process,
)
from api.formats._structure_ml.message import Groups, Write, write
from api.formats._structure_ml.pen import Edition, Pen
from api.formats.base import Options
from api.model.artefact import DataConstraint, Maintainable
from api.model.structure_message import StructureMessage

_KINDS: dict[str, tuple[str, Write]] = {
    "agencyscheme": ("AgencySchemes", items.item_scheme),
    "categorisation": ("Categorisations", data.categorisation),
    "categoryscheme": ("CategorySchemes", items.item_scheme),
    "codelist": ("Codelists", items.item_scheme),
    "conceptscheme": ("ConceptSchemes", items.item_scheme),
    "dataconstraint": ("DataConstraints", constraint.constraint),
    "dataconsumerscheme": ("DataConsumerSchemes", items.item_scheme),
    "dataflow": ("Dataflows", data.dataflow),
    "dataproviderscheme": ("DataProviderSchemes", items.item_scheme),
    "datastructure": ("DataStructures", data.data_structure),
    "hierarchy": ("Hierarchies", hierarchy.hierarchy),
    "hierarchyassociation": ("HierarchyAssociations", hierarchy.association),
    "metadataflow": ("Metadataflows", metadata.metadataflow),
    "metadataproviderscheme": ("MetadataProviderSchemes", items.item_scheme),
    "metadataprovisionagreement": (
        "MetadataProvisionAgreements",
        metadata.metadata_provision_agreement,
    ),
    "metadatastructure": ("MetadataStructures", metadata.metadata_structure),
    "organisationunitscheme": ("OrganisationUnitSchemes", items.item_scheme),
    "process": ("Processes", process.process),
    "provisionagreement": ("ProvisionAgreements", data.provision_agreement),
    "reportingtaxonomy": ("ReportingTaxonomies", items.item_scheme),
    "representationmap": ("RepresentationMaps", maps.representation_map),
    "structuremap": ("StructureMaps", maps.structure_map),
}


def _availability(artefact: Maintainable, pen: Pen) -> str:
    if isinstance(artefact, DataConstraint) and artefact.role == "Actual":
        return constraint.availability(artefact, pen)
    return ""


def _allowed(artefact: Maintainable, pen: Pen) -> str:
    actual = isinstance(artefact, DataConstraint) and artefact.role == "Actual"
    return "" if actual else constraint.constraint(artefact, pen)


_GROUPS: Groups = tuple((name, {kind: write_one}) for kind, (name, write_one) in _KINDS.items())
#: 3.1 has two elements for what is one kind of ours.
_GROUPS_3_1: Groups = (
    ("AvailabilityConstraints", {"dataconstraint": _availability}),
    ("DataConstraints", {"dataconstraint": _allowed}),
    *(group for group in _GROUPS if group[0] != "DataConstraints"),
)


def write_3(message: StructureMessage, options: Options, edition: Edition) -> Iterator[bytes]:
    """A message of edition 3.0 or 3.1."""
    return write(message, options, edition, _GROUPS_3_1 if edition == "3.1" else _GROUPS)
