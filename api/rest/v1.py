"""SDMX-REST 1.5: URL text to queries. https://github.com/sdmx-twg/sdmx-rest/tree/v1.5.0"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from api.errors import InvalidSyntax, Unsupported
from api.model.nearest import shown
from api.model.period import Period
from api.model.query import (
    ArtefactQuery,
    AvailabilityQuery,
    Condition,
    DataQuery,
    Filter,
    MetadataQuery,
    SchemaQuery,
    StructureQuery,
)
from api.model.version import VersionPattern
from api.rest.arguments import Arguments, arguments
from api.rest.artefact_types import ITEM_KINDS, ROLES, TYPES_V1, TYPES_V2
from api.rest.grammar import FORMS, PATTERNS
from api.rest.keys import key_v1
from api.rest.operations import V1, Operation
from api.rest.representation import checked
from api.rest.request import Query, Request
from api.rest.resource import unknown_resource
from api.rest.url import segments

_OPERATIONS = {operation.words[0]: operation for operation in V1 if operation.words}
#: What REST 2 has in the place of `flowRef`.
_CONTEXTS = ("dataflow", "datastructure", "provisionagreement", "metadataflow")
_STRUCTURES = next(operation for operation in V1 if not operation.words)

#: `detail` says with one word what REST 2 says with (attributes, measures).
DETAIL: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "full": (("dsd",), ("all",)),
    "dataonly": (("none",), ("all",)),
    "serieskeysonly": (("none",), ("none",)),
    "nodata": (("dataset", "series"), ("none",)),
}


def parse(path: str, query: str) -> Request:
    """Read what follows `/rest/v1/`: the raw path and the raw query string.

    Raises InvalidSyntax, and Unsupported for a part of the standard that is not offered.
    """
    found, suffix = segments(path)
    operation, rest = _operation(found)
    given = arguments(operation, rest, query)
    return Request(
        dialect="v1",
        resource=operation.resource,
        query=_QUERIES[operation.resource](given),
        representation=checked(given, suffix),
    )


def _operation(found: list[str]) -> tuple[Operation, list[str]]:
    if not found:
        raise unknown_resource("v1", "")
    if operation := _OPERATIONS.get(found[0]):
        return operation, found[1:]
    if found[0].casefold() in TYPES_V1:
        if found[0] == "structure" and len(found) > 3 and found[1] in TYPES_V2:
            raise InvalidSyntax(
                f"/structure/{found[1]}/... is a path of REST 2; here write /{found[1]}/..."
            )
        return _STRUCTURES, found
    raise unknown_resource("v1", found[0])


def _versions(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(VersionPattern.parse(text).text for text in texts)


def _flow(given: Arguments) -> ArtefactQuery:
    """Read `flowRef`; an agency that is left out is any, a version the latest.

    The id is mandatory and one: `/data//all` is a flow left out, and does not ask for everything.
    """
    text = given.text("flowRef")
    match = PATTERNS["FlowRefType"].fullmatch(text)
    if text in _CONTEXTS and "key" in given.path:
        raise InvalidSyntax(
            f"/{given.operation.words[0]}/{text}/... is a path of REST 2; here write "
            f"{given.operation.template}, flowRef as {FORMS['FlowRefType']}"
        )
    if match is None:
        raise InvalidSyntax(f"flowRef {shown(text)} is not {FORMS['FlowRefType']}")
    if match["id"].casefold() == "all":
        raise InvalidSyntax(
            f"flowRef {shown(text)} names no flow: the first segment is {FORMS['FlowRefType']}; "
            "/dataflow/all lists them"
        )
    agency, version = match["agency"], match["version"] or match["bracketed"] or "latest"
    return ArtefactQuery(
        agencies=("*" if agency is None or agency.casefold() == "all" else agency,),
        ids=(match["id"],),
        versions=_versions(("*" if version == "all" else version,)),
    )


def _providers(given: Arguments) -> tuple[tuple[str, str], ...]:
    found = given.any_of("providerRef")
    if found == ("*",):
        return ()
    matches = [PATTERNS["ProviderRefType"].fullmatch(text) for text in found]
    pairs = [(match["agency"] or "*", match["id"]) for match in matches if match]
    return tuple(("*" if agency.casefold() == "all" else agency, id) for agency, id in pairs)


def _time(given: Arguments) -> tuple[Filter, ...]:
    bounds = (("ge", given.text("startPeriod")), ("le", given.text("endPeriod")))
    for name, (_, text) in zip(("startPeriod", "endPeriod"), bounds, strict=True):
        if text:
            _check_period(name, text)
    conditions = tuple(Condition(operator, text) for operator, text in bounds if text)
    return (Filter("TIME_PERIOD", (conditions,)),) if conditions else ()


def _check_period(name: str, text: str) -> None:
    try:
        Period.parse(text)
    except InvalidSyntax as error:
        raise InvalidSyntax(f"{name} {error.message}") from None


def _base(given: Arguments) -> DataQuery:
    """What data and availability queries share."""
    return DataQuery(
        dialect="v1",
        artefacts=_flow(given),
        keys=(key_v1(given.text("key")),),
        providers=_providers(given),
        filters=_time(given),
        updated_after=given.instant("updatedAfter"),
        as_of=given.instant("asOf", end=True),
    )


def _data(given: Arguments) -> DataQuery:
    attributes, measures = DETAIL[given.one("detail")]
    return replace(
        _base(given),
        include_history=given.flag("includeHistory"),
        first_n_observations=given.count("firstNObservations"),
        last_n_observations=given.count("lastNObservations"),
        dimension_at_observation=given.one("dimensionAtObservation") or None,
        attributes=attributes,
        measures=measures,
    )


def _availability(given: Arguments) -> AvailabilityQuery:
    return AvailabilityQuery(
        data=_base(given),
        components=given.many("componentID"),
        mode="available" if given.one("mode") == "available" else "exact",
        references=given.many("references"),
    )


def _structure(given: Arguments) -> StructureQuery:
    name = given.one("structureType")
    kinds = TYPES_V1[name]
    items = given.any_of("itemID")
    if items != ("*",) and not ITEM_KINDS.intersection(kinds):
        raise InvalidSyntax(f"a {name} has no items; the path ends with its version")
    references = given.one("references")
    return StructureQuery(
        dialect="v1",
        kinds=kinds,
        artefacts=ArtefactQuery(
            agencies=given.any_of("agencyID"),
            ids=given.any_of("resourceID"),
            versions=_versions(given.any_of("version")),
        ),
        items=() if items == ("*",) else items,
        detail=given.one("detail"),
        references=TYPES_V1.get(references, (references,)),
        as_of=given.instant("asOf", end=True),
        where={"role": ROLES[name]} if name in ROLES else {},
    )


def _schema(given: Arguments) -> SchemaQuery:
    return SchemaQuery(
        dialect="v1",
        context=given.one("context"),
        agency=given.one("agencyID"),
        id=given.one("resourceID"),
        version=_versions(given.many("version"))[0],
        dimension_at_observation=given.one("dimensionAtObservation") or None,
        explicit_measure=given.flag("explicitMeasure"),
        as_of=given.instant("asOf", end=True),
    )


def _metadata(given: Arguments) -> MetadataQuery:
    if key_v1(given.text("key")).slots:
        raise Unsupported("metadata are offered by flow and provider; write all for the key")
    return MetadataQuery(
        dialect="v1",
        by="metadataflow",
        artefacts=_flow(given),
        providers=_providers(given),
        detail="allstubs" if given.one("detail") == "allstubs" else "full",
        as_of=given.instant("asOf", end=True),
    )


_QUERIES: Mapping[str, Callable[[Arguments], Query]] = {
    "data": _data,
    "availability": _availability,
    "structure": _structure,
    "schema": _schema,
    "metadata": _metadata,
}
