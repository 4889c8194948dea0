"""SDMX-REST 2.2: URL text to queries. https://github.com/sdmx-twg/sdmx-rest/tree/v2.2.2"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import product

from api.errors import InvalidSyntax
from api.model.nearest import shown
from api.model.period import start_day
from api.model.query import (
    ArtefactQuery,
    AvailabilityQuery,
    DataQuery,
    MetadataQuery,
    RegistrationQuery,
    SchemaQuery,
    StructureQuery,
)
from api.model.version import VersionPattern
from api.rest.arguments import Arguments, arguments
from api.rest.artefact_types import ITEM_KINDS, TYPES_V2
from api.rest.grammar import PATTERNS
from api.rest.keys import keys_v2
from api.rest.operations import V2, Operation
from api.rest.representation import checked
from api.rest.request import Query, Request
from api.rest.resource import unknown_resource
from api.rest.url import segments

_OPERATIONS = {operation.words: operation for operation in V2}
_BY_STRUCTURE = _OPERATIONS["metadata", "structure"]


def parse(path: str, query: str) -> Request:
    """Read what follows `/rest/v2/`: the raw path and the raw query string.

    Raises InvalidSyntax, and Unsupported for a part of the standard that is not offered.
    """
    found, suffix = segments(path)
    operation, rest = _operation(found)
    given = arguments(operation, rest, query)
    return Request(
        dialect="v2",
        resource=operation.resource,
        query=_QUERIES[operation.resource](given),
        representation=checked(given, suffix),
    )


def _operation(found: list[str]) -> tuple[Operation, list[str]]:
    for length in (2, 1):
        if operation := _OPERATIONS.get(tuple(found[:length])):
            return operation, found[length:]
    # The examples of 2.2 `metadata.md` leave `structure` out.
    if found[:1] == ["metadata"] and len(found) > 1 and found[1].casefold() in (*TYPES_V2, "*"):
        return _BY_STRUCTURE, found[1:]
    if found[:1] == ["metadata"]:
        asked = f"/metadata/{found[1]} is no path" if len(found) > 1 else "the path ends too early"
        raise InvalidSyntax(
            f"{asked}; write /metadata/metadataset, /metadata/metadataflow or /metadata/structure"
        )
    raise unknown_resource("v2", found[0] if found else "")


def _versions(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(VersionPattern.parse(text).text for text in texts)


def _artefacts(
    given: Arguments, agency: str = "agencyID", id: str = "resourceID", version: str = "version"
) -> ArtefactQuery:
    return ArtefactQuery(
        agencies=given.any_of(agency),
        ids=given.any_of(id),
        versions=_versions(given.any_of(version)),
    )


def _base(given: Arguments) -> DataQuery:
    """What data and availability queries share."""
    year_start = given.one("reportingYearStartDay")
    start_day(year_start)
    return DataQuery(
        dialect="v2",
        context=given.one("context"),
        artefacts=_artefacts(given),
        keys=keys_v2(given.text("key")),
        filters=given.filters,
        updated_after=given.instant("updatedAfter"),
        as_of=given.instant("asOf", end=True),
        reporting_year_start_day=year_start,
    )


def _data(given: Arguments) -> DataQuery:
    return replace(
        _base(given),
        include_history=given.flag("includeHistory"),
        first_n_observations=given.count("firstNObservations"),
        last_n_observations=given.count("lastNObservations"),
        dimension_at_observation=given.one("dimensionAtObservation") or None,
        attributes=_which(given, "attributes"),
        measures=_which(given, "measures"),
        offset=given.count("offset") or 0,
        limit=given.count("limit"),
        sort=_sort(given),
    )


def _which(given: Arguments, name: str) -> tuple[str, ...]:
    found = given.many(name)
    if "none" in found and len(found) > 1:
        raise InvalidSyntax(f"{name} {shown(given.text(name))}: none stands alone")
    return found


def _sort(given: Arguments) -> tuple[tuple[str, bool], ...]:
    matches = [PATTERNS["SortType"].fullmatch(part) for part in given.many("sort")]
    return tuple((match["id"], match["direction"] == "desc") for match in matches if match)


def _availability(given: Arguments) -> AvailabilityQuery:
    return AvailabilityQuery(
        data=_base(given),
        components=given.any_of("componentID"),
        mode="available" if given.one("mode") == "available" else "exact",
        references=given.many("references"),
    )


def _structure(given: Arguments) -> StructureQuery:
    kind = given.one("artefactType")
    items = given.any_of("itemID")
    if items != ("*",) and kind != "*" and kind not in ITEM_KINDS:
        raise InvalidSyntax(f"a {kind} has no items; the path ends with its version")
    return StructureQuery(
        dialect="v2",
        kinds=TYPES_V2 if kind == "*" else (kind,),
        artefacts=_artefacts(given),
        items=() if items == ("*",) else items,
        detail=given.one("detail"),
        references=given.many("references"),
        as_of=given.instant("asOf", end=True),
    )


def _schema(given: Arguments) -> SchemaQuery:
    return SchemaQuery(
        dialect="v2",
        context=given.one("context"),
        agency=given.one("agencyID"),
        id=given.one("resourceID"),
        version=_one_version(given.one("version")),
        dimension_at_observation=given.one("dimensionAtObservation") or None,
        deletion=given.flag("deletion"),
        as_of=given.instant("asOf", end=True),
    )


def _one_version(text: str) -> str:
    pattern = VersionPattern.parse(text)
    if pattern.wildcard == "*":
        raise InvalidSyntax(f"version {shown(text)} may mean several; a schema is of one artefact")
    return pattern.text


def _metadata(given: Arguments) -> MetadataQuery:
    by = given.operation.words[1]
    query = MetadataQuery(
        dialect="v2",
        by="structure",
        artefacts=ArtefactQuery(),
        detail="allstubs" if given.one("detail") == "allstubs" else "full",
        as_of=given.instant("asOf", end=True),
    )
    if by == "metadataset":
        found = _artefacts(given, "providerID", "metadatasetID")
        return replace(query, by="metadataset", artefacts=found)
    if by == "metadataflow":
        found = _artefacts(given, "flowAgencyID", "flowID", "flowVersion")
        providers = _providers(given)
        return replace(query, by="metadataflow", artefacts=found, providers=providers)
    return replace(query, artefacts=_artefacts(given), kinds=given.any_of("artefactType"))


def _providers(given: Arguments) -> tuple[tuple[str, str], ...]:
    """Read [AGENCY.]PROVIDER; the agency may have dots itself."""
    found = given.any_of("providerRef")
    if found == ("*",):
        return ()
    parts = [text.rpartition(".") for text in found]
    return tuple((agency or "*", id) for agency, _, id in parts)


def _registration(given: Arguments) -> RegistrationQuery:
    if given.operation.words[1:] == ("id",):
        return RegistrationQuery(dialect="v2", id=given.one("registrationID"))
    query = RegistrationQuery(
        dialect="v2",
        updated_after=given.instant("updatedAfter"),
        updated_before=given.instant("updatedBefore"),
    )
    if given.operation.words[1:] == ("provider",):
        pairs = product(given.any_of("providerAgencyID"), given.any_of("providerID"))
        return replace(query, providers=tuple(pairs))
    return replace(query, context=given.one("context"), artefacts=_artefacts(given))


_QUERIES: Mapping[str, Callable[[Arguments], Query]] = {
    "data": _data,
    "availability": _availability,
    "structure": _structure,
    "schema": _schema,
    "metadata": _metadata,
    "registration": _registration,
}
