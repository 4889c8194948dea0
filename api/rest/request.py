"""What a URL asks: the query, and how the answer is to be written where the URL says so."""

from dataclasses import dataclass

from api.model.query import (
    AvailabilityQuery,
    DataQuery,
    Dialect,
    MetadataQuery,
    RegistrationQuery,
    SchemaQuery,
    StructureQuery,
)

Query = (
    DataQuery | AvailabilityQuery | StructureQuery | SchemaQuery | MetadataQuery | RegistrationQuery
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """What the URL says of the representation; "" where it says nothing. Stronger than headers."""

    #: `csv` of `/data/DF/all.csv`.
    suffix: str = ""
    format: str = ""
    format_version: str = ""
    #: Languages in order of preference; `all` for every one.
    languages: tuple[str, ...] = ()
    compression: str = ""
    labels: str = ""
    time_format: str = ""
    keys: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One URL, read."""

    dialect: Dialect
    #: data, availability, structure, schema, metadata or registration.
    resource: str
    query: Query
    representation: Representation = Representation()
