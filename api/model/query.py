"""What a client asked for, whichever dialect it was written in. Intent only: nothing is looked up.

Terms and defaults are those of SDMX-REST 2.2; `rest.v1` and `rest.v2` are two spellings of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Dialect = Literal["v1", "v2"]

#: A version query in REST 2 syntax: `1.0.0`, `1.0+.0`, `~`, `*`, `+` ...; or `latest` of REST 1.
Versions = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactQuery:
    """Which artefacts: `*` stands for any agency or id; several are ORed."""

    agencies: tuple[str, ...] = ("*",)
    ids: tuple[str, ...] = ("*",)
    versions: Versions = ("~",)


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison. Operators: eq ne lt le gt ge co nc sw ew (SDMX-REST 2.2, `doc/data.md`)."""

    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`c[component]=...`: any of `alternatives`, in each of which all conditions hold."""

    component: str
    alternatives: tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True, slots=True)
class Key:
    """One key. A slot is the set of codes asked for, in order of writing, or None for any.

    `open_ended`: trailing slots were dropped and stand for any (REST 2 only; the `all` of REST 1
    and the `*` of REST 2 are the key without slots, open-ended).
    """

    slots: tuple[tuple[str, ...] | None, ...] = ()
    open_ended: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DataQuery:
    """`/data`, and the part of it that `/availability` shares."""

    dialect: Dialect
    #: `dataflow`, `datastructure`, `provisionagreement`, or `*` for any of them.
    context: str = "dataflow"
    artefacts: ArtefactQuery = field(default_factory=lambda: ArtefactQuery(versions=("*",)))
    keys: tuple[Key, ...] = (Key(),)
    #: REST 1: provider references as (agency, id), `*` for any; empty for all providers.
    providers: tuple[tuple[str, str], ...] = ()
    filters: tuple[Filter, ...] = ()
    updated_after: datetime | None = None
    as_of: datetime | None = None
    include_history: bool = False
    first_n_observations: int | None = None
    last_n_observations: int | None = None
    #: A dimension id, `AllDimensions`, or None for the default of the structure.
    dimension_at_observation: str | None = None
    #: `dsd`, `msd`, `dataset`, `series`, `obs`, `all`, `none`, or attribute ids.
    attributes: tuple[str, ...] = ("dsd",)
    #: `all`, `none`, or measure ids.
    measures: tuple[str, ...] = ("all",)
    offset: int = 0
    limit: int | None = None
    #: (component id, `series_key` or `*`; descending?)
    sort: tuple[tuple[str, bool], ...] = ()
    #: `--MM-DD`
    reporting_year_start_day: str = "--01-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityQuery:
    """`/availability`: which codes could be, or are, in the answer to a data query."""

    data: DataQuery
    #: Dimension ids; `*` for all.
    components: tuple[str, ...] = ("*",)
    mode: Literal["exact", "available"] = "exact"
    references: tuple[str, ...] = ("none",)


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureQuery:
    """`/structure`, `/codelist`, `/dataflow` ..."""

    dialect: Dialect
    #: Types in REST 2 names. REST 1 unions (`organisationscheme`, `structure`) are spelled out.
    kinds: tuple[str, ...]
    artefacts: ArtefactQuery = field(default_factory=ArtefactQuery)
    #: Item ids (paths in category schemes); empty for the whole scheme.
    items: tuple[str, ...] = ()
    #: full allstubs referencestubs allcompletestubs referencecompletestubs referencepartial raw
    detail: str = "full"
    #: none parents parentsandsiblings ancestors children descendants all, or types.
    references: tuple[str, ...] = ("none",)
    as_of: datetime | None = None
    #: Kind-specific restrictions of REST 1: `actualconstraint` -> {"role": "Actual"}.
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaQuery:
    """`/schema`: one artefact, exactly."""

    dialect: Dialect
    context: str
    agency: str
    id: str
    version: str
    dimension_at_observation: str | None = None
    explicit_measure: bool = False
    deletion: bool = False
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataQuery:
    """`/metadata`: metadata sets by id, by metadataflow, or by the structure they are about."""

    dialect: Dialect
    #: `metadataset` (agency is the provider's id), `metadataflow` or `structure`.
    by: Literal["metadataset", "metadataflow", "structure"]
    artefacts: ArtefactQuery
    #: by structure: artefact types, `*` for any.
    kinds: tuple[str, ...] = ("*",)
    #: by metadataflow: (agency, id) of providers, `*` for any.
    providers: tuple[tuple[str, str], ...] = ()
    detail: Literal["full", "allstubs"] = "full"
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationQuery:
    """`/registration`: by id, by provider, or by a context artefact."""

    dialect: Dialect
    id: str = ""
    #: (agency of the provider scheme, provider id), `*` for any.
    providers: tuple[tuple[str, str], ...] = (("*", "*"),)
    context: str = "*"
    artefacts: ArtefactQuery = field(default_factory=lambda: ArtefactQuery(versions=("*",)))
    #: Both exclusive.
    updated_after: datetime | None = None
    updated_before: datetime | None = None
