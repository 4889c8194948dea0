"""The kinds of SDMX-JSON 2.0 and 2.1, and the list each stands in (structure schema, 2.x)."""

from collections.abc import Iterator

from api.formats._structure_json import (
    constraint,
    data,
    hierarchy,
    items,
    maps,
    metadata,
    process,
)
from api.formats._structure_json.message import Groups, Write, write
from api.formats._structure_json.style import Edition, Object, Style
from api.formats.base import Options
from api.model.artefact import DataConstraint, Maintainable
from api.model.structure_message import StructureMessage

_KINDS: dict[str, tuple[str, Write]] = {
    "datastructure": ("dataStructures", data.data_structure),
    "metadatastructure": ("metadataStructures", metadata.metadata_structure),
    "categoryscheme": ("categorySchemes", items.item_scheme),
    "conceptscheme": ("conceptSchemes", items.item_scheme),
    "codelist": ("codelists", items.item_scheme),
    "hierarchy": ("hierarchies", hierarchy.hierarchy),
    "hierarchyassociation": ("hierarchyAssociations", hierarchy.association),
    "agencyscheme": ("agencySchemes", items.item_scheme),
    "dataproviderscheme": ("dataProviderSchemes", items.item_scheme),
    "dataconsumerscheme": ("dataConsumerSchemes", items.item_scheme),
    "metadataproviderscheme": ("metadataProviderSchemes", items.item_scheme),
    "organisationunitscheme": ("organisationUnitSchemes", items.item_scheme),
    "dataflow": ("dataflows", data.dataflow),
    "metadataflow": ("metadataflows", metadata.metadataflow),
    "reportingtaxonomy": ("reportingTaxonomies", items.item_scheme),
    "provisionagreement": ("provisionAgreements", data.provision_agreement),
    "metadataprovisionagreement": (
        "metadataProvisionAgreements",
        metadata.metadata_provision_agreement,
    ),
    "structuremap": ("structureMaps", maps.structure_map),
    "representationmap": ("representationMaps", maps.representation_map),
    "process": ("processes", process.process),
    "categorisation": ("categorisations", data.categorisation),
    "dataconstraint": ("dataConstraints", constraint.constraint),
}


def _availability(artefact: Maintainable, style: Style) -> Object:
    if isinstance(artefact, DataConstraint) and artefact.role == "Actual":
        return constraint.availability(artefact, style)
    return {}


def _allowed(artefact: Maintainable, style: Style) -> Object:
    actual = isinstance(artefact, DataConstraint) and artefact.role == "Actual"
    return {} if actual else constraint.constraint(artefact, style)


_GROUPS: Groups = tuple((name, {kind: write_one}) for kind, (name, write_one) in _KINDS.items())
#: 2.1 has two lists for what is one kind of ours.
_GROUPS_2_1: Groups = (
    *(group for group in _GROUPS if group[0] != "dataConstraints"),
    ("dataConstraints", {"dataconstraint": _allowed}),
    ("availabilityConstraints", {"dataconstraint": _availability}),
)


def write_2(message: StructureMessage, options: Options, edition: Edition) -> Iterator[bytes]:
    """A message of edition 2.0 or 2.1."""
    return write(message, options, edition, _GROUPS_2_1 if edition == "2.1" else _GROUPS)
