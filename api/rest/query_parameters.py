"""The query parameters of both dialects. SDMX-REST 1.5 and 2.2, `doc/*.md`; `doc/extend.md`."""

from dataclasses import replace

from api.rest.artefact_types import TYPES_V1, TYPES_V2
from api.rest.grammar import OPERATORS
from api.rest.parameter import Parameter

# -- data and availability --

START_PERIOD = Parameter(
    name="startPeriod",
    description="Observations whose period begins in this period or later.",
    pattern="Text",
)
END_PERIOD = Parameter(
    name="endPeriod",
    description="Observations whose period ends in this period or earlier.",
    pattern="Text",
)
FILTER = Parameter(
    name="c",
    description="c[COMPONENT]=value on any dimension, attribute or measure, once per component: "
    "comma for OR, + for AND, an operator and a colon before a value "
    f"({' '.join(OPERATORS)}; eq if there is none).",
    pattern="Text",
)
UPDATED_AFTER = Parameter(
    name="updatedAfter",
    description="What was inserted, changed or deleted since this instant.",
    pattern="DateTime",
    # sdmx1 writes it so for REST 2.
    aliases=("updateAfter",),
)
UPDATED_BEFORE = Parameter(
    name="updatedBefore",
    description="What was updated before this instant.",
    pattern="DateTime",
    aliases=("updateBefore",),
)
FIRST_N = Parameter(
    name="firstNObservations",
    description="So many observations of each series, from its first.",
    pattern="PositiveInteger",
)
LAST_N = Parameter(
    name="lastNObservations",
    description="So many observations of each series, up to its last.",
    pattern="PositiveInteger",
)
DIMENSION_AT_OBSERVATION = Parameter(
    name="dimensionAtObservation",
    description="The dimension that tells the observations of a series apart; AllDimensions for a "
    "flat answer. TIME_PERIOD if left out, AllDimensions where there is no time.",
    values=("AllDimensions",),
    pattern="NCNameIDType",
)
DETAIL_DATA = Parameter(
    name="detail",
    description="full; dataonly without attributes; serieskeysonly; nodata without observations.",
    default="full",
    values=("full", "dataonly", "serieskeysonly", "nodata"),
    also={"serieskeyonly": "serieskeysonly"},
)
INCLUDE_HISTORY = Parameter(
    name="includeHistory",
    description="Also what was published before, each with its validity.",
    default="false",
    values=("true", "false"),
    also={"1": "true", "0": "false"},
)
ATTRIBUTES = Parameter(
    name="attributes",
    description="Attributes to return: those of the structure (dsd), reference metadata (msd), of "
    "one level, all, none, or their ids.",
    default="dsd",
    values=("dsd", "msd", "dataset", "series", "obs", "all", "none"),
    pattern="NestedNCNameIDType",
    separator=",",
)
MEASURES = Parameter(
    name="measures",
    description="Measures to return: all, none, or their ids.",
    default="all",
    values=("all", "none"),
    pattern="NestedNCNameIDType",
    separator=",",
)
OFFSET = Parameter(
    name="offset",
    description="Observations (or series keys, where only these are asked for) to skip.",
    default="0",
    pattern="NonNegativeInteger",
)
LIMIT = Parameter(
    name="limit",
    description="Most observations (or series keys) to return.",
    pattern="PositiveInteger",
)
SORT = Parameter(
    name="sort",
    description="Components with :asc or :desc, + between them; * for all dimensions, series_key "
    "for those of the series.",
    values=("series_key", "*"),
    pattern="SortType",
    separator="+",
)
AS_OF = Parameter(
    name="asOf",
    description="As it was at this instant; a date means its end.",
    pattern="DateTime",
)
AS_OF_EXTENSION = replace(AS_OF, extension=True)
YEAR_START_DAY = Parameter(
    name="reportingYearStartDay",
    description="Day on which reporting years begin that c[TIME_PERIOD] names.",
    default="--01-01",
    pattern="ReportingYearStartDay",
)
MODE = Parameter(
    name="mode",
    description="exact: codes in the answer; available: codes that can still be chosen.",
    default="exact",
    values=("exact", "available"),
)
_AVAILABILITY_REFERENCES = (
    "none",
    "all",
    "datastructure",
    "conceptscheme",
    "codelist",
    "dataproviderscheme",
    "dataflow",
)
AVAILABILITY_REFERENCES_V1 = Parameter(
    name="references",
    description="Artefacts to return besides the constraint, cut down to what is available.",
    default="none",
    values=_AVAILABILITY_REFERENCES,
)
AVAILABILITY_REFERENCES = replace(
    AVAILABILITY_REFERENCES_V1, values=(*_AVAILABILITY_REFERENCES, "valuelist"), separator=","
)
KEY_BODY = Parameter(
    name="key",
    description="The key, where it is too long for the path.",
    pattern="Text",
    extension=True,
)

# -- structures, schemas, metadata --

_DETAILS = (
    "full",
    "allstubs",
    "referencestubs",
    "allcompletestubs",
    "referencecompletestubs",
    "referencepartial",
)
DETAIL_STRUCTURE_V1 = Parameter(
    name="detail",
    description="How much of each artefact, and of those by reference.",
    default="full",
    values=_DETAILS,
)
DETAIL_STRUCTURE = replace(DETAIL_STRUCTURE_V1, values=(*_DETAILS, "raw"))
_REFERENCES = ("none", "parents", "parentsandsiblings", "children", "descendants", "all")
REFERENCES_V1 = Parameter(
    name="references",
    description="Which artefacts to add that refer to the match or that it refers to.",
    default="none",
    values=(*_REFERENCES, *TYPES_V1),
)
REFERENCES = replace(REFERENCES_V1, values=(*_REFERENCES, "ancestors", *TYPES_V2), separator=",")
DETAIL_METADATA = Parameter(
    name="detail",
    description="full, or allstubs without the reported attributes.",
    default="full",
    values=("full", "allstubs"),
)
EXPLICIT_MEASURE = Parameter(
    name="explicitMeasure",
    description="Whether observations are typed by measure.",
    default="false",
    values=("true", "false"),
    also={"1": "true", "0": "false"},
    # pysdmx writes it so.
    aliases=("explicit",),
)
DELETION = Parameter(
    name="deletion",
    description="Whether the schema is for messages that delete.",
    default="false",
    values=("true", "false"),
    also={"1": "true", "0": "false"},
)

# -- representation: stronger than the headers (`doc/extend.md`) --

REPRESENTATION = (
    Parameter(
        name="format",
        description="Short name of a format, or a media type; stronger than Accept.",
        pattern="Token",
        extension=True,
    ),
    Parameter(
        name="formatVersion", description="Version of the format.", pattern="Token", extension=True
    ),
    Parameter(
        name="lang",
        description="Language of names, stronger than Accept-Language; all for every one.",
        values=("all",),
        pattern="LanguageType",
        separator=",",
        extension=True,
    ),
    Parameter(
        name="compression",
        description="Content coding, stronger than Accept-Encoding.",
        pattern="Token",
        extension=True,
    ),
    Parameter(
        name="labels",
        description="SDMX-CSV: ids, names, or both.",
        values=("id", "name", "both"),
        extension=True,
    ),
    Parameter(
        name="timeFormat",
        description="SDMX-CSV: periods as published, or as dates of one form.",
        values=("original", "normalized"),
        extension=True,
    ),
    Parameter(
        name="keys",
        description="SDMX-CSV: columns with keys of series, observations, or both.",
        values=("none", "obs", "series", "both"),
        extension=True,
    ),
)
