"""Types of artefacts as each dialect names them. SDMX-REST 1.5 and 2.2, `doc/structures.md`."""

from api.model.ref import CLASSES

#: Types of REST 2 (2.2 `structures.md`). Registries know these kinds; REST 1 types map to them.
TYPES_V2 = tuple(kind for kind in CLASSES if kind != "metadataset")

_SHARED = (
    "datastructure",
    "metadatastructure",
    "categoryscheme",
    "conceptscheme",
    "codelist",
    "agencyscheme",
    "dataproviderscheme",
    "dataconsumerscheme",
    "organisationunitscheme",
    "dataflow",
    "metadataflow",
    "reportingtaxonomy",
    "provisionagreement",
    "process",
    "categorisation",
    "transformationscheme",
    "rulesetscheme",
    "userdefinedoperatorscheme",
    "customtypescheme",
    "namepersonalisationscheme",
    "vtlmappingscheme",
)

#: Type of REST 1 -> kinds of REST 2 (1.5 `structures.md`; the 1.5 OpenAPI says namealiasscheme).
TYPES_V1: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in _SHARED},
    "namealiasscheme": ("vtlmappingscheme",),
    "hierarchicalcodelist": ("hierarchy",),
    "organisationscheme": (
        "agencyscheme",
        "dataproviderscheme",
        "dataconsumerscheme",
        "organisationunitscheme",
    ),
    "structureset": (
        "structuremap",
        "representationmap",
        "conceptschememap",
        "categoryschememap",
        "organisationschememap",
        "reportingtaxonomymap",
    ),
    "contentconstraint": ("dataconstraint", "metadataconstraint"),
    "actualconstraint": ("dataconstraint",),
    "allowedconstraint": ("dataconstraint",),
    "attachmentconstraint": ("dataconstraint",),
}
TYPES_V1["structure"] = tuple(dict.fromkeys(kind for kinds in TYPES_V1.values() for kind in kinds))

#: Types of REST 1 that are a part of a kind.
ROLES = {
    "actualconstraint": "Actual",
    "allowedconstraint": "Allowed",
    "attachmentconstraint": "Attachment",
}

#: Kinds whose single items can be asked for; hierarchies are items of 2.1's hierarchical codelists.
ITEM_KINDS = frozenset(
    (
        "categoryscheme",
        "conceptscheme",
        "codelist",
        "agencyscheme",
        "dataproviderscheme",
        "metadataproviderscheme",
        "dataconsumerscheme",
        "organisationunitscheme",
        "valuelist",
        "reportingtaxonomy",
        "transformationscheme",
        "rulesetscheme",
        "hierarchy",
        "vtlmappingscheme",
        "userdefinedoperatorscheme",
        "customtypescheme",
        "namepersonalisationscheme",
    )
)
