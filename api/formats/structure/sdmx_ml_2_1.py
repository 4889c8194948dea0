"""SDMX-ML 2.1 structure messages (SDMX 2.1 Section 3A)."""

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
from api.formats._structure_ml.message import Groups, write
from api.formats._structure_ml.pen import Pen
from api.formats.base import Format, Options
from api.model.artefact import Maintainable
from api.model.representation_map import RepresentationMap
from api.model.structure_message import StructureMessage

#: `StructuresType`: the order is the schema's.
_GROUPS: Groups = (
    (
        "OrganisationSchemes",
        {
            "agencyscheme": items.item_scheme,
            "dataconsumerscheme": items.item_scheme,
            "dataproviderscheme": items.item_scheme,
            "organisationunitscheme": items.item_scheme,
        },
    ),
    ("Dataflows", {"dataflow": data.dataflow}),
    ("Metadataflows", {"metadataflow": metadata.metadataflow}),
    ("CategorySchemes", {"categoryscheme": items.item_scheme}),
    ("Categorisations", {"categorisation": data.categorisation}),
    ("Codelists", {"codelist": items.item_scheme}),
    ("HierarchicalCodelists", {"hierarchy": hierarchy.hierarchical_codelist}),
    ("Concepts", {"conceptscheme": items.item_scheme}),
    ("MetadataStructures", {"metadatastructure": metadata.metadata_structure}),
    ("DataStructures", {"datastructure": data.data_structure}),
    (
        "StructureSets",
        {"representationmap": maps.structure_set, "structuremap": maps.structure_set},
    ),
    ("ReportingTaxonomies", {"reportingtaxonomy": items.item_scheme}),
    ("Processes", {"process": process.process}),
    ("Constraints", {"dataconstraint": constraint.constraint}),
    ("ProvisionAgreements", {"provisionagreement": data.provision_agreement}),
)


def _write(message: StructureMessage, options: Options) -> Iterator[bytes]:
    at_hand = [found for found in message.artefacts if isinstance(found, RepresentationMap)]

    def structure_set(artefact: Maintainable, pen: Pen) -> str:
        return maps.structure_set(artefact, pen, at_hand)

    groups = tuple(
        (name, {**writers, "structuremap": structure_set} if name == "StructureSets" else writers)
        for name, writers in _GROUPS
    )
    return write(message, options, "2.1", groups)


FORMAT: Format[StructureMessage] = Format(
    media_type="application/vnd.sdmx.structure+xml;version=2.1",
    suffix="xml",
    write=_write,
    family="xml",
    names=("sdmx-ml-2.1", "sdmx-2.1"),
    names_of={"v1": ("xml", "structure", "sdmx", "sdmx-ml")},
    aliases={
        "v1": ("application/xml", "text/xml", "application/vnd.sdmx.structure+xml"),
        "v2": (),
    },
    default_in=frozenset(("v1",)),
)
