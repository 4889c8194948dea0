"""The path segments of both dialects. SDMX-REST 1.5 and 2.2, `doc/*.md`."""

from dataclasses import replace

from api.rest.artefact_types import TYPES_V1, TYPES_V2
from api.rest.parameter import Parameter

_ANY_V1 = {"all": "*", "*": "*"}
_ANY_V2 = {"*": "*", "all": "*"}


def _single(parameter: Parameter) -> Parameter:
    """The same, mandatory, of one artefact exactly."""
    return replace(
        parameter, separator="", required=True, default="", values=(), also={}, never=("all",)
    )


# -- path segments of 1.5 --

FLOW_REF = Parameter(
    name="flowRef",
    description="Dataflow: ID; AGENCY,ID; or AGENCY,ID,VERSION (latest if left out).",
    pattern="FlowRefType",
    required=True,
)
KEY_V1 = Parameter(
    name="key",
    description="Codes in the order of the dimensions, without time: dots between dimensions, "
    "+ between alternatives, nothing for any; or all.",
    default="all",
    values=("all",),
    also=_ANY_V1,
    pattern="SeriesKeyType",
)
PROVIDER_REF = Parameter(
    name="providerRef",
    description="Data provider: ID or AGENCY,ID.",
    default="all",
    values=("all",),
    also=_ANY_V1,
    pattern="ProviderRefType",
    separator="+",
)
COMPONENT_V1 = Parameter(
    name="componentID",
    description="The dimension whose available codes are wanted.",
    default="all",
    values=("all",),
    also=_ANY_V1,
    pattern="NestedNCNameIDType",
)
STRUCTURE_TYPE = Parameter(
    name="structureType",
    description="Type of artefact; `structure` for any.",
    values=tuple(TYPES_V1),
    required=True,
)
AGENCY_V1 = Parameter(
    name="agencyID",
    description="Maintenance agency.",
    default="all",
    values=("all",),
    also=_ANY_V1,
    pattern="NestedNCNameIDType",
    separator="+",
)
RESOURCE_V1 = Parameter(
    name="resourceID",
    description="Artefact id.",
    default="all",
    values=("all",),
    also=_ANY_V1,
    pattern="IDType",
    separator="+",
)
VERSION_V1 = Parameter(
    name="version",
    description="Version of the artefact.",
    default="latest",
    values=("latest", "all"),
    also=_ANY_V1,
    pattern="VersionType",
    separator="+",
)
ITEM_V1 = Parameter(
    name="itemID",
    description="Item of an item scheme.",
    default="all",
    values=("all",),
    also=_ANY_V1,
    pattern="NestedIDType",
    separator="+",
)
CONTEXT_SCHEMA_V1 = Parameter(
    name="context",
    description="What the data or metadata to be validated are reported against.",
    values=(
        "datastructure",
        "metadatastructure",
        "dataflow",
        "metadataflow",
        "provisionagreement",
    ),
    required=True,
)
AGENCY_ONE = _single(AGENCY_V1)
RESOURCE_ONE = _single(RESOURCE_V1)
VERSION_ONE_V1 = replace(VERSION_V1, separator="", values=("latest",), also={})

# -- path segments of 2.2 --

CONTEXT = Parameter(
    name="context",
    description="What the data were reported against.",
    default="*",
    values=("datastructure", "dataflow", "provisionagreement", "*"),
    also=_ANY_V2,
)
#: Mandatory and not a wildcard since 2.2.
CONTEXT_AVAILABILITY = replace(
    CONTEXT, default="", values=CONTEXT.values[:3], also={}, required=True
)
ARTEFACT_TYPE = Parameter(
    name="artefactType",
    description="Type of artefact.",
    default="*",
    values=(*TYPES_V2, "*"),
    also=_ANY_V2,
)
AGENCY = replace(AGENCY_V1, default="*", values=("*",), also=_ANY_V2, separator=",")
RESOURCE = replace(RESOURCE_V1, default="*", values=("*",), also=_ANY_V2, separator=",")
VERSION = Parameter(
    name="version",
    description="Version of the artefact: exact, latest stable (+, 1.2+.0), latest (~) or all (*).",
    default="~",
    values=("*", "~", "+"),
    also={"all": "*", "latest": "~"},
    pattern="SemanticVersionQuery",
    separator=",",
)
VERSION_ANY = replace(VERSION, default="*")
KEY = Parameter(
    name="key",
    description="Codes in the order of the dimensions, without time: dots between dimensions, * "
    "for any, commas between several keys; trailing dimensions may be left out.",
    default="*",
    values=("*",),
    also=_ANY_V2,
    pattern="KeyType",
    separator=",",
)
COMPONENT = replace(COMPONENT_V1, default="*", values=("*",), also=_ANY_V2, separator=",")
ITEM = replace(ITEM_V1, default="*", values=("*",), also=_ANY_V2, separator=",", pattern="Text")
CONTEXT_SCHEMA = replace(
    CONTEXT_SCHEMA_V1, values=(*CONTEXT_SCHEMA_V1.values, "metadataprovisionagreement")
)
VERSION_ONE = replace(VERSION, separator="", values=("~", "+"), also={"latest": "~"})
PROVIDER_ID = replace(AGENCY, name="providerID", description="Metadata provider.")
METADATASET_ID = replace(RESOURCE, name="metadatasetID", description="Id of the metadata set.")
FLOW_AGENCY = replace(AGENCY, name="flowAgencyID")
FLOW_ID = replace(RESOURCE, name="flowID", description="Id of the metadataflow.")
FLOW_VERSION = replace(VERSION, name="flowVersion")
METADATA_PROVIDER = Parameter(
    name="providerRef",
    description="Metadata provider: ID or AGENCY.ID.",
    default="*",
    values=("*",),
    also=_ANY_V2,
    pattern="ProviderType",
    separator=",",
)
REGISTRATION_ID = Parameter(
    name="registrationID",
    description="Id of one registration.",
    pattern="RegistrationID",
    required=True,
)
PROVIDER_AGENCY = replace(
    AGENCY, name="providerAgencyID", description="Agency of the data provider scheme."
)
DATA_PROVIDER = replace(RESOURCE, name="providerID", description="Data provider.")
