"""SDMX-JSON 1.0 structure messages; their information model is that of SDMX 2.1."""

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
from api.formats._structure_json.message import Groups, write
from api.formats._structure_json.style import Object, Style
from api.formats.base import Format, Options
from api.model.artefact import Maintainable
from api.model.representation_map import RepresentationMap
from api.model.structure_message import StructureMessage

_GROUPS: Groups = (
    ("dataStructures", {"datastructure": data.data_structure}),
    ("metadataStructures", {"metadatastructure": metadata.metadata_structure}),
    ("categorySchemes", {"categoryscheme": items.item_scheme}),
    ("conceptSchemes", {"conceptscheme": items.item_scheme}),
    ("codelists", {"codelist": items.item_scheme}),
    ("hierarchicalCodelists", {"hierarchy": hierarchy.hierarchical_codelist}),
    ("agencySchemes", {"agencyscheme": items.item_scheme}),
    ("dataProviderSchemes", {"dataproviderscheme": items.item_scheme}),
    ("dataConsumerSchemes", {"dataconsumerscheme": items.item_scheme}),
    ("organisationUnitSchemes", {"organisationunitscheme": items.item_scheme}),
    ("dataflows", {"dataflow": data.dataflow}),
    ("metadataflows", {"metadataflow": metadata.metadataflow}),
    ("reportingTaxonomies", {"reportingtaxonomy": items.item_scheme}),
    ("provisionAgreements", {"provisionagreement": data.provision_agreement}),
    (
        "structureSets",
        {"representationmap": maps.structure_set, "structuremap": maps.structure_set},
    ),
    ("processes", {"process": process.process}),
    ("categorisations", {"categorisation": data.categorisation}),
    ("contentConstraints", {"dataconstraint": constraint.constraint}),
)


def _write(message: StructureMessage, options: Options) -> Iterator[bytes]:
    at_hand = [found for found in message.artefacts if isinstance(found, RepresentationMap)]

    def structure_set(artefact: Maintainable, style: Style) -> Object:
        return maps.structure_set(artefact, style, at_hand)

    groups = tuple(
        (name, {**writers, "structuremap": structure_set} if name == "structureSets" else writers)
        for name, writers in _GROUPS
    )
    return write(message, options, "1.0", groups)


FORMAT: Format[StructureMessage] = Format(
    media_type="application/vnd.sdmx.structure+json;version=1.0.0",
    suffix="json",
    write=_write,
    family="json",
    names=("sdmx-json-1.0",),
    names_of={"v1": ("json", "sdmx-json", "jsonstructure")},
    aliases={"v1": ("application/json", "application/vnd.sdmx.structure+json")},
)
