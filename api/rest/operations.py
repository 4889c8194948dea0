"""The resources of both dialects: their paths and parameters, as tables."""

from dataclasses import dataclass

from api.model.query import Dialect
from api.rest import path_parameters as path
from api.rest import query_parameters as query
from api.rest.parameter import Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One form of a path, with what may follow the question mark."""

    dialect: Dialect
    #: data, availability, structure, schema, metadata or registration, whatever the dialect's word.
    resource: str
    #: What the path begins with, up to the first parameter.
    words: tuple[str, ...] = ()
    segments: tuple[Parameter, ...]
    parameters: tuple[Parameter, ...]

    @property
    def template(self) -> str:
        """`/data/{flowRef}/{key}/{providerRef}`."""
        names = [f"{{{segment.name}}}" for segment in self.segments]
        return "/" + "/".join((*self.words, *names))

    @property
    def known(self) -> dict[str, Parameter]:
        """Query parameters by name and alias, those of the representation included."""
        named = (*self.parameters, *query.REPRESENTATION)
        return {name: one for one in named for name in (one.name, *one.aliases)}


_V1_DATA = (
    query.START_PERIOD,
    query.END_PERIOD,
    query.UPDATED_AFTER,
    query.AS_OF_EXTENSION,
    query.KEY_BODY,
)
_V2_DATA = (
    query.FILTER,
    query.UPDATED_AFTER,
    query.YEAR_START_DAY,
    query.KEY_BODY,
)
_OBSERVATIONS = (
    query.FIRST_N,
    query.LAST_N,
    query.DIMENSION_AT_OBSERVATION,
    query.INCLUDE_HISTORY,
)

V1: tuple[Operation, ...] = (
    Operation(
        dialect="v1",
        resource="data",
        words=("data",),
        segments=(path.FLOW_REF, path.KEY_V1, path.PROVIDER_REF),
        parameters=(*_V1_DATA, *_OBSERVATIONS, query.DETAIL_DATA),
    ),
    Operation(
        dialect="v1",
        resource="availability",
        words=("availableconstraint",),
        segments=(path.FLOW_REF, path.KEY_V1, path.PROVIDER_REF, path.COMPONENT_V1),
        parameters=(*_V1_DATA, query.MODE, query.AVAILABILITY_REFERENCES_V1),
    ),
    Operation(
        dialect="v1",
        resource="schema",
        words=("schema",),
        segments=(
            path.CONTEXT_SCHEMA_V1,
            path.AGENCY_ONE,
            path.RESOURCE_ONE,
            path.VERSION_ONE_V1,
        ),
        parameters=(
            query.DIMENSION_AT_OBSERVATION,
            query.EXPLICIT_MEASURE,
            query.AS_OF_EXTENSION,
        ),
    ),
    Operation(
        dialect="v1",
        resource="metadata",
        words=("metadata",),
        segments=(path.FLOW_REF, path.KEY_V1, path.PROVIDER_REF),
        parameters=(query.DETAIL_METADATA, query.AS_OF_EXTENSION),
    ),
    Operation(
        dialect="v1",
        resource="structure",
        segments=(
            path.STRUCTURE_TYPE,
            path.AGENCY_V1,
            path.RESOURCE_V1,
            path.VERSION_V1,
            path.ITEM_V1,
        ),
        parameters=(query.DETAIL_STRUCTURE_V1, query.REFERENCES_V1, query.AS_OF_EXTENSION),
    ),
)

_METADATA = (query.DETAIL_METADATA, query.AS_OF)
_REGISTRATION = (query.UPDATED_AFTER, query.UPDATED_BEFORE)

V2: tuple[Operation, ...] = (
    Operation(
        dialect="v2",
        resource="data",
        words=("data",),
        segments=(path.CONTEXT, path.AGENCY, path.RESOURCE, path.VERSION_ANY, path.KEY),
        parameters=(
            *_V2_DATA,
            *_OBSERVATIONS,
            query.ATTRIBUTES,
            query.MEASURES,
            query.OFFSET,
            query.LIMIT,
            query.SORT,
            query.AS_OF,
        ),
    ),
    Operation(
        dialect="v2",
        resource="availability",
        words=("availability",),
        segments=(
            path.CONTEXT_AVAILABILITY,
            path.AGENCY,
            path.RESOURCE,
            path.VERSION_ANY,
            path.KEY,
            path.COMPONENT,
        ),
        parameters=(
            *_V2_DATA,
            query.MODE,
            query.AVAILABILITY_REFERENCES,
            query.AS_OF_EXTENSION,
        ),
    ),
    Operation(
        dialect="v2",
        resource="schema",
        words=("schema",),
        segments=(path.CONTEXT_SCHEMA, path.AGENCY_ONE, path.RESOURCE_ONE, path.VERSION_ONE),
        parameters=(query.DIMENSION_AT_OBSERVATION, query.DELETION, query.AS_OF),
    ),
    Operation(
        dialect="v2",
        resource="metadata",
        words=("metadata", "metadataset"),
        segments=(path.PROVIDER_ID, path.METADATASET_ID, path.VERSION),
        parameters=_METADATA,
    ),
    Operation(
        dialect="v2",
        resource="metadata",
        words=("metadata", "metadataflow"),
        segments=(path.FLOW_AGENCY, path.FLOW_ID, path.FLOW_VERSION, path.METADATA_PROVIDER),
        parameters=_METADATA,
    ),
    Operation(
        dialect="v2",
        resource="metadata",
        words=("metadata", "structure"),
        segments=(path.ARTEFACT_TYPE, path.AGENCY, path.RESOURCE, path.VERSION),
        parameters=_METADATA,
    ),
    Operation(
        dialect="v2",
        resource="registration",
        words=("registration", "id"),
        segments=(path.REGISTRATION_ID,),
        parameters=(),
    ),
    Operation(
        dialect="v2",
        resource="registration",
        words=("registration", "provider"),
        segments=(path.PROVIDER_AGENCY, path.DATA_PROVIDER),
        parameters=_REGISTRATION,
    ),
    Operation(
        dialect="v2",
        resource="registration",
        words=("registration",),
        segments=(path.CONTEXT, path.AGENCY, path.RESOURCE, path.VERSION_ANY),
        parameters=_REGISTRATION,
    ),
    Operation(
        dialect="v2",
        resource="structure",
        words=("structure",),
        segments=(path.ARTEFACT_TYPE, path.AGENCY, path.RESOURCE, path.VERSION, path.ITEM),
        parameters=(query.DETAIL_STRUCTURE, query.REFERENCES, query.AS_OF),
    ),
)

OPERATIONS: dict[Dialect, tuple[Operation, ...]] = {"v1": V1, "v2": V2}

#: Parameter of the other dialect -> what it is called in this one.
ELSEWHERE: dict[Dialect, dict[str, str]] = {
    "v1": {
        "c": "write startPeriod and endPeriod for time and the key for other dimensions; other "
        "components can be filtered in REST 2",
        "attributes": "write detail=dataonly, nodata or serieskeysonly",
        "measures": "write detail=nodata or serieskeysonly",
        "offset": "it is a parameter of REST 2",
        "limit": "it is a parameter of REST 2; lastNObservations limits each series",
        "sort": "it is a parameter of REST 2",
        "reportingYearStartDay": "it is a parameter of REST 2",
        "deletion": "it is a parameter of REST 2",
    },
    "v2": {
        "startPeriod": "write c[TIME_PERIOD]=ge:2020",
        "endPeriod": "write c[TIME_PERIOD]=le:2020",
        "detail": "write attributes and measures",
        "explicitMeasure": "it is a parameter of REST 1",
        "explicit": "explicitMeasure is a parameter of REST 1",
    },
}

#: Resource of the other dialect -> where it is in this one.
RESOURCES_ELSEWHERE: dict[Dialect, dict[str, str]] = {
    "v1": {
        "availability": "write /availableconstraint/{flowRef}/{key}/{providerRef}/{componentID}",
        "registration": "it is a resource of REST 2: /rest/v2/registration",
    },
    "v2": {
        "availableconstraint": "write /availability/{context}/{agencyID}/{resourceID}/{version}",
    },
}
