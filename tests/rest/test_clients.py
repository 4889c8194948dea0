"""URLs as the client libraries write them: each is read, and means what the client meant."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sdmx
from plain import field, split
from pysdmx.api.dc.query import MultiFilter, NumberFilter, Operator, SortBy, TextFilter
from pysdmx.api.qb import (
    ApiVersion,
    AvailabilityMode,
    AvailabilityQuery,
    DataContext,
    DataQuery,
    RefMetaByMetadataflowQuery,
    RefMetaByMetadatasetQuery,
    RefMetaByStructureQuery,
    RegistrationByContextQuery,
    RegistrationByIdQuery,
    RegistrationByProviderQuery,
    SchemaContext,
    SchemaQuery,
    StructureDetail,
    StructureQuery,
    StructureReference,
    StructureType,
)
from pysdmx.errors import Invalid
from sdmx.rest import v21, v30

from api.rest import v1, v2
from api.rest.request import Request

INSTANT = datetime(2026, 7, 1, tzinfo=UTC)
FLOW = {
    "context": DataContext.DATAFLOW,
    "agency_id": "VN1",
    "resource_id": "DF_X",
    "version": "1.0.0",
}
VERSIONS = [ApiVersion.V1_5_0, ApiVersion.V2_0_0, ApiVersion.V2_2_2]
BETWEEN = MultiFilter(
    [
        TextFilter("TIME_PERIOD", Operator.GREATER_THAN_OR_EQUAL, "2020"),
        TextFilter("TIME_PERIOD", Operator.LESS_THAN, "2023"),
        TextFilter("TITLE", Operator.LIKE, "%work%"),
        NumberFilter("OBS_VALUE", Operator.BETWEEN, [1, 2]),
        TextFilter("SEX", Operator.IN, ["A", "B"]),
    ]
)


def read(version: ApiVersion, url: str) -> Request:
    parse = v1.parse if version < ApiVersion.V2_0_0 else v2.parse
    return parse(*split(url.removeprefix("/")))


def requests(query: Any) -> list[tuple[ApiVersion, Request]]:
    """What we read of everything pysdmx writes for a query; not every version has each query."""
    found = []
    for version in VERSIONS:
        for short in (False, True):
            try:
                url = query.get_url(version, short)
            except Invalid:
                continue
            found.append((version, read(version, url)))
    assert found
    return found


@pytest.mark.parametrize(
    ("query", "path", "value"),
    [
        (DataQuery(**FLOW), "query.artefacts", ["VN1", "DF_X", "1.0.0"]),
        (DataQuery(**FLOW, key="A..B"), "query.keys", ["A..B"]),
        (DataQuery(**FLOW, updated_after=INSTANT), "query.updated_after", INSTANT),
        (DataQuery(**FLOW, first_n_obs=3), "query.first_n_observations", 3),
        (DataQuery(**FLOW, last_n_obs=3), "query.last_n_observations", 3),
        (DataQuery(**FLOW, obs_dimension="SEX"), "query.dimension_at_observation", "SEX"),
        (DataQuery(**FLOW, attributes="none"), "query.attributes", ["none"]),
        (DataQuery(**FLOW, attributes="dsd", measures="none"), "query.measures", ["none"]),
        (DataQuery(**FLOW, include_history=True), "query.include_history", True),
        (DataQuery(**FLOW, offset=5, limit=10), "query.limit", 10),
        (DataQuery(**FLOW, as_of=INSTANT), "query.as_of", INSTANT),
        (DataQuery(**FLOW, sort=[SortBy("SEX", "desc")]), "query.sort", [["SEX", True]]),
        (
            DataQuery(**FLOW, components=BETWEEN),
            "query.filters",
            [
                "TIME_PERIOD ge 2020 & lt 2023",
                "TITLE co work",
                "OBS_VALUE ge 1 & le 2",
                "SEX eq A | eq B",
            ],
        ),
        (DataQuery(), "query.artefacts", ["*", "*", "*"]),
        (AvailabilityQuery(**FLOW, component_id="SEX"), "query.components", ["SEX"]),
        (AvailabilityQuery(**FLOW, mode=AvailabilityMode.AVAILABLE), "query.mode", "available"),
        (
            AvailabilityQuery(**FLOW, references=StructureReference.CODELIST),
            "query.references",
            ["codelist"],
        ),
        (
            SchemaQuery(SchemaContext.DATAFLOW, "VN1", "DF_X", "1.0.0", "SEX"),
            "query.dimension_at_observation",
            "SEX",
        ),
        (
            SchemaQuery(SchemaContext.DATAFLOW, "VN1", "DF_X", explicit=True),
            "query.explicit_measure",
            True,
        ),
        (SchemaQuery(SchemaContext.DATAFLOW, "VN1", "DF_X", deletion=True), "query.deletion", True),
        (RegistrationByIdQuery("X-1"), "query.id", "X-1"),
        (RegistrationByProviderQuery("VN1", "NSO"), "query.providers", [["VN1", "NSO"]]),
        (
            RegistrationByContextQuery(DataContext.DATAFLOW, "VN1", updated_after=INSTANT),
            "query.updated_after",
            INSTANT,
        ),
        (RefMetaByMetadatasetQuery("NSO", "Q"), "query.artefacts", ["NSO", "Q", "~"]),
        (
            RefMetaByMetadataflowQuery("VN1", "M", "*", "NSO"),
            "query.providers",
            [["*", "NSO"]],
        ),
        (RefMetaByStructureQuery(StructureType.DATAFLOW, "VN1"), "query.kinds", ["dataflow"]),
    ],
    ids=repr,
)
def test_pysdmx_is_understood(query: Any, path: str, value: Any) -> None:
    for version, request in requests(query):
        # On REST 1 pysdmx leaves the component of a short availability query out, and puts that of
        # a full one where the provider stands.
        if path == "query.components" and version < ApiVersion.V2_0_0:
            continue
        assert field(request, path) == value


@pytest.mark.parametrize("kind", StructureType, ids=lambda kind: kind.value)
def test_every_structure_of_pysdmx_is_understood(kind: StructureType) -> None:
    query = StructureQuery(
        kind,
        ["VN1", "SDMX"],
        "X",
        "1.0.0",
        detail=StructureDetail.ALL_STUBS,
        references=StructureReference.CHILDREN,
    )
    for _, request in requests(query):
        assert field(request, "query.artefacts") == ["VN1,SDMX", "X", "1.0.0"]
        assert field(request, "query.detail") == "allstubs"
        assert field(request, "query.references") == ["children"]


def source(base: str) -> sdmx.source.Source:
    return sdmx.source.Source(id="VN1", name="x", url=base)


@pytest.mark.parametrize(
    ("resource", "arguments", "path", "value"),
    [
        ("dataflow", {"resource_id": "DF_X"}, "query.references", ["all"]),
        ("dataflow", {}, "query.artefacts", ["VN1", "*", "latest"]),
        ("categoryscheme", {}, "query.references", ["parentsandsiblings"]),
        ("codelist", {"agency_id": "all", "resource_id": "CL_X"}, "query.kinds", ["codelist"]),
        ("data", {"resource_id": "DF_X", "key": "A..B"}, "query.keys", ["A..B"]),
        (
            "data",
            {"resource_id": "DF_X", "start_period": "2020", "end_period": "2021"},
            "query.filters",
            ["TIME_PERIOD ge 2020 & le 2021"],
        ),
        (
            "availableconstraint",
            {"resource_id": "DF_X", "key": "A", "mode": "available"},
            "query.mode",
            "available",
        ),
        ("schema", {"context": "dataflow", "resource_id": "DF_X"}, "query.version", "latest"),
    ],
)
def test_sdmx1_is_understood_on_rest_1(
    resource: str, arguments: dict[str, str], path: str, value: Any
) -> None:
    url = v21.URL(source("http://x/"), sdmx.rest.Resource[resource], **arguments).join()
    assert field(v1.parse(*split(url.removeprefix("http://x/"))), path) == value


@pytest.mark.parametrize(
    ("resource", "arguments", "path", "value"),
    [
        ("dataflow", {"resource_id": "DF_X"}, "query.artefacts", ["VN1", "DF_X", "+"]),
        ("codelist", {"references": "ancestors"}, "query.references", ["ancestors"]),
        (
            "data",
            {"context": "dataflow", "resource_id": "DF_X", "key": "A.*.B", "version": "*"},
            "query.keys",
            ["A..B"],
        ),
        (
            "data",
            {"resource_id": "DF_X", "key": "A", "update_after": "2026-07-01T00:00:00Z"},
            "query.updated_after",
            INSTANT,
        ),
        ("registration", {"agency_id": "VN1"}, "query.providers", [["VN1", "*"]]),
    ],
)
def test_sdmx1_is_understood_on_rest_2(
    resource: str, arguments: dict[str, str], path: str, value: Any
) -> None:
    url = v30.URL(source("http://x/"), sdmx.rest.Resource[resource], **arguments).join()
    assert field(v2.parse(*split(url.removeprefix("http://x/"))), path) == value


@pytest.mark.parametrize(
    ("url", "path", "value"),
    [
        # rsdmx: always the trailing slash, all in every place.
        ("dataflow/all/all/latest/", "query.artefacts", ["*", "*", "latest"]),
        ("data/DF_X/all/all/?startPeriod=2010&endPeriod=2020", "query.keys", ["all"]),
        ("datastructure/all/X/latest/?references=children", "query.references", ["children"]),
        # RJSDMX: dots for everything, the agency slot is all.
        ("data/DF_X/..../?startPeriod=2010", "query.keys", ["all"]),
        ("dataflow/all/DF_X/latest", "query.artefacts", ["*", "DF_X", "latest"]),
        ("datastructure/VN1/X/1.0.0?references=descendants", "query.references", ["descendants"]),
        # sdmx-dl: key in full, detail in its own spelling.
        ("data/VN1,DF_X,1.0.0/A.B?detail=serieskeysonly", "query.measures", ["none"]),
        ("data/VN1%2CDF_X%2C1.0.0/A.B%2BC", "query.keys", ["A.B+C"]),
        # sdmx-rest4js: defaults at the end are left out.
        ("codelist/VN1", "query.artefacts", ["VN1", "*", "latest"]),
        ("data/DF_X", "query.keys", ["all"]),
        ("availableconstraint/DF_X/all/all/SEX", "query.components", ["SEX"]),
        # Ariane, ILO bulk scripts: the agency before the flow, formats in the query.
        ("data/VN1,DF_X/....?format=jsondata&lastNObservations=1", "query.last_n_observations", 1),
        ("data/VN1,DF_X?format=generic_2_1", "representation.format", "generic_2_1"),
    ],
)
def test_the_dialect_table(url: str, path: str, value: Any) -> None:
    assert field(v1.parse(*split(url)), path) == value
