"""Client libraries that others wrote, against the service on a socket, as their users use them."""

import asyncio
import io
from collections.abc import Iterator
from typing import Any

import httpx
import pandas as pd
import pysdmx.io
import pytest
import requests
import sdmx
import sdmx.reader.xml.v30  # loaded after a structure-specific message it fails
from pysdmx.api.fmr import AsyncRegistryClient, DataflowDetails, RegistryClient
from pysdmx.api.qb import (
    ApiVersion,
    AvailabilityFormat,
    AvailabilityQuery,
    DataContext,
    DataFormat,
    DataQuery,
    RefMetaByMetadatasetQuery,
    RegistrationByContextQuery,
    RegistryFormat,
    RestService,
    SchemaContext,
    SchemaFormat,
    SchemaQuery,
    StructureFormat,
    StructureQuery,
    StructureType,
)

FLOW = "DF_EMP_MNAO_SEX_CDS_NB"
JAPAN = "VNM.A..SEX_F.CDS_DES_JPN"
#: Women who left to work in Japan, in thousands.
WOMEN = {"2017": 24.502, "2019": 34.321, "2022": 29.741, "2023": 34.523}
V1 = f"/rest/v1/data/VN1,{FLOW}"
V2 = f"/rest/v2/data/dataflow/VN1/{FLOW}"
DESCENDANTS = f"/rest/v1/dataflow/VN1/{FLOW}?references=descendants"


def _women(frame: pd.DataFrame) -> dict[str, float]:
    return {str(row["TIME_PERIOD"]): float(row["OBS_VALUE"]) for _, row in frame.iterrows()}


# ---- pandas, requests, httpx ----


@pytest.mark.parametrize("path", [f"{V1}/{JAPAN}", f"{V2}/~/{JAPAN.replace('..', '.*.')}"])
def test_curl_shows_the_women_in_japan(server, path):
    """The README's line, with a client that asks for anything."""
    text = httpx.get(f"{server}{path}?format=csv").text
    for value in ("34.321", "29.741", "34.523"):
        assert f",{value}," in text


@pytest.mark.parametrize(
    "query",
    [
        f"{V1}?format=csv",
        f"{V1}/all.csv",
        f"{V2}?format=csv",
        f"{V1}?format=csvfilewithlabels",
        f"{V2}?format=csv&formatVersion=2.1.0",
    ],
)
def test_pandas_reads_a_whole_dataflow(server, query):
    frame = pd.read_csv(server + query)
    assert len(frame) == int(httpx.get(f"{server}{V1}").headers["x-obs-count"])
    value = next(name for name in frame.columns if name.startswith("OBS_VALUE"))
    assert frame[value].dtype == float


def test_pandas_reads_sheets_and_columns(server):
    rows = len(pd.read_csv(f"{server}{V1}?format=csv"))
    assert len(pd.read_excel(f"{server}{V1}?format=xlsx", sheet_name="Codes")) == rows
    assert len(pd.read_parquet(f"{server}{V1}?format=parquet")) == rows


def test_requests_with_its_defaults(server):
    """Accept: */*, gzip, no redirect to follow."""
    session = requests.Session()
    session.max_redirects = 0
    for path in (f"{V1}/all/all/", "/rest/v1/dataflow/all/all/latest/", f"{V2}/"):
        answer = session.get(server + path, timeout=60)
        assert answer.status_code == 200
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.history == []


def test_rsdmx_as_it_asks(server):
    """rsdmx sends a content type with GET, a slash at the end, and reads XML alone."""
    headers = {"Accept": "application/xml", "Content-Type": "application/xml"}
    paths = (
        "/rest/v1/dataflow/all/all/latest/",
        "/rest/v1/datastructure/VN1/EMP_MNAO_SEX_CDS_NB/latest/?references=children",
        f"/rest/v1/data/{FLOW}/all/all/?startPeriod=2010&endPeriod=2023",
        f"/rest/v1/data/{FLOW}/VNM.A..SEX_F+SEX_M.CDS_DES_JPN/all/",
    )
    for path in paths:
        answer = requests.get(server + path, headers=headers, timeout=60, allow_redirects=False)
        assert answer.status_code == 200, path
        assert "+xml" in answer.headers["content-type"]
        assert answer.text.startswith("<?xml")


# ---- sdmx1 ----


@pytest.fixture
def sdmx1(server) -> Iterator[Any]:
    """sdmx1 with this service as a source."""
    sdmx.add_source({"id": "VN1", "name": "Viet Nam", "url": f"{server}/rest/v1"}, override=True)
    return sdmx.Client("VN1")


@pytest.fixture
def sdmx1_of_3(server) -> Any:
    """The same for SDMX 3.0, over REST 2."""
    source = {"id": "VN1", "name": "Viet Nam", "url": f"{server}/rest/v2", "versions": ["3.0.0"]}
    sdmx.add_source(source, override=True)
    return sdmx.Client("VN1")


def test_sdmx1_lists_the_dataflows(sdmx1):
    assert len(sdmx1.dataflow().dataflow) == 35


def test_sdmx1_reads_a_structure_with_its_codelists(sdmx1):
    message = sdmx1.dataflow(FLOW)
    assert [*message.dataflow] == [FLOW]
    structure = message.structure["EMP_MNAO_SEX_CDS_NB"]
    ids = [component.id for component in structure.dimensions.components]
    assert ids == ["REF_AREA", "FREQ", "MEASURE", "SEX", "CDS", "TIME_PERIOD"]
    assert str(message.codelist["CL_SEX"]["SEX_F"].name) == "Female"
    assert message.codelist["CL_SEX"]["SEX_F"].name["vi"] == "Nữ"


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
        "application/vnd.sdmx.generictimeseriesdata+xml;version=2.1",
    ],
)
def test_sdmx1_reads_data(sdmx1, accept):
    structure = sdmx1.dataflow(FLOW).structure["EMP_MNAO_SEX_CDS_NB"]
    message = sdmx1.data(FLOW, key=JAPAN, dsd=structure, headers={"Accept": accept})
    series = sdmx.to_pandas(message)
    periods = series.index.get_level_values("TIME_PERIOD")
    assert dict(zip(periods, series, strict=True)) == WOMEN


def test_sdmx1_asks_by_names_of_dimensions(sdmx1):
    key = {"SEX": "SEX_F", "CDS": ["CDS_DES_JPN", "CDS_DES_KOR"], "FREQ": "A"}
    series = sdmx.to_pandas(sdmx1.data(FLOW, key=key, params={"startPeriod": "2019"}))
    assert {*series.index.get_level_values("CDS")} == {"CDS_DES_JPN", "CDS_DES_KOR"}


def test_sdmx1_looks_what_there_is(sdmx1):
    assert len(sdmx1.series_keys(FLOW)) == len(sdmx1.series_keys(FLOW, use_cache=True)) > 50
    assert len(sdmx1.preview_data(FLOW, {"SEX": "SEX_F"})) > 10


#: Every resource sdmx1 asks REST 1 for -> member of its message, and an id that is in there. Others
#: it refuses itself, or has no reader for.
WALK = {
    "actualconstraint": ("constraint", f"CCA_{FLOW}"),
    "agencyscheme": ("organisation_scheme", "AGENCIES"),
    "allowedconstraint": ("constraint", f"CR_{FLOW}"),
    "categorisation": ("categorisation", f"CAT_{FLOW}"),
    "categoryscheme": ("category_scheme", "CAS_ILMS"),
    "codelist": ("codelist", "CL_SEX"),
    "conceptscheme": ("concept_scheme", "CS_ILMS"),
    "contentconstraint": ("constraint", f"CR_{FLOW}"),
    "dataconsumerscheme": ("organisation_scheme", "DATA_CONSUMERS"),
    "dataflow": ("dataflow", FLOW),
    "dataproviderscheme": ("organisation_scheme", "DATA_PROVIDERS"),
    "datastructure": ("structure", "EMP_MNAO_SEX_CDS_NB"),
    "hierarchicalcodelist": ("hierarchical_codelist", "HI_AREA"),
    "metadataflow": ("metadataflow", "MDF_SOURCE"),
    "metadatastructure": ("metadatastructure", "MSD_SOURCE"),
    "organisationscheme": ("organisation_scheme", "DATA_PROVIDERS"),
    "provisionagreement": ("provisionagreement", "ILO_ILOSTAT_RETURNED"),
    "structure": ("dataflow", FLOW),
    "structureset": ("structureset", "RM_SDMX_SEX__SEX"),
}


@pytest.mark.parametrize("references", [None, "all"])
@pytest.mark.parametrize("kind", WALK)
def test_sdmx1_walks_every_kind_it_knows(sdmx1, kind, references):
    """As it asks when nobody tells it more than the kind."""
    message = sdmx1.get(kind, params={"references": references} if references else {})
    member, id = WALK[kind]
    found = {key.rpartition(":")[2].partition("(")[0] for key in getattr(message, member)}
    assert id in found
    if references and kind != "agencyscheme":
        assert (
            "SDMX:AGENCIES" in {*message.organisation_scheme}
            or "VN1" in (message.organisation_scheme["AGENCIES"])
        )


@pytest.mark.parametrize("agency", ["SDMX", "VN1"])
def test_sdmx1_reads_the_agencies_of_an_agency(sdmx1, agency):
    scheme = sdmx1.agencyscheme(agency_id=agency).organisation_scheme["AGENCIES"]
    assert scheme.maintainer.id == agency
    # It counts the sender of the message among them.
    assert {*scheme.items} == {"SDMX": {"SDMX", "VN1", "ILO"}, "VN1": {"VN1"}}[agency]


def test_sdmx1_asks_what_is_available(sdmx1):
    message = sdmx1.get("availableconstraint", FLOW, params={"references": "all"}, force=True)
    assert FLOW in message.dataflow
    (constraint,) = message.constraint.values()
    (region,) = constraint.data_content_region
    members = {dimension.id: found for dimension, found in region.member.items()}
    assert "SEX_F" in {value.value for value in members["SEX"].values}


@pytest.mark.parametrize(
    "kind",
    [
        "agencyscheme",
        "categorisation",
        "categoryscheme",
        "codelist",
        "conceptscheme",
        "dataflow",
        "datastructure",
        "metadatastructure",
    ],
)
def test_sdmx1_reads_structures_of_3_0(sdmx1_of_3, kind):
    """The kinds its reader of 3.0 has."""
    headers = {"Accept": "application/vnd.sdmx.structure+xml;version=3.0.0"}
    member, id = WALK[kind]
    assert id in getattr(sdmx1_of_3.get(kind, headers=headers), member)


def test_sdmx1_reads_data_of_3_0(sdmx1_of_3):
    headers = {"Accept": "application/vnd.sdmx.structure+xml;version=3.0.0"}
    params = {"references": "descendants"}
    message = sdmx1_of_3.get("dataflow", FLOW, headers=headers, params=params)
    flow, structure = message.dataflow[FLOW], message.structure["EMP_MNAO_SEX_CDS_NB"]
    headers = {"Accept": "application/vnd.sdmx.data+xml;version=3.0.0"}
    query = {"agency_id": "VN1", "context": "dataflow", "key": "VNM.A.*.SEX_F.CDS_DES_JPN"}
    found = sdmx1_of_3.get("data", FLOW, headers=headers, dsd=structure, **query)
    assert sorted(sdmx.to_pandas(found)) == sorted(WOMEN.values())
    # Its client hands no dataflow to the reader of SDMX-CSV.
    rows = httpx.get(found.response.url + "?format=csv").content
    found = sdmx.read_sdmx(io.BytesIO(rows), format="csv", structure=flow)
    assert sorted(map(float, sdmx.to_pandas(found))) == sorted(WOMEN.values())


def test_sdmx1_says_that_nothing_was_found(sdmx1):
    with pytest.raises(requests.HTTPError) as raised:
        sdmx1.data(FLOW, key="VNM.A..SEX_F.CDS_DES_USA")
    assert raised.value.response.status_code == 404


# ---- pysdmx ----

STRUCTURES = {
    "2.1": "application/vnd.sdmx.structure+xml;version=2.1",
    "3.0": "application/vnd.sdmx.structure+xml;version=3.0.0",
}


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("/rest/v1/dataflow/VN1/all/latest", {"dataflow": 35}),
        ("/rest/v2/structure/dataflow/VN1/*", {"dataflow": 35}),
        ("/rest/v2/structure/dataflow/VN1?format=xml", {"dataflow": 35}),
        ("/rest/v1/conceptscheme/VN1", {"conceptscheme": 2}),
        ("/rest/v1/datastructure/VN1/EMP_MNAO_SEX_CDS_NB?references=children", {}),
        (DESCENDANTS, {}),
        (f"/rest/v2/structure/dataflow/VN1/{FLOW}?references=descendants", {}),
        (f"/rest/v2/structure/dataflow/VN1/{FLOW}?references=all", {}),
        (f"/rest/v2/structure/dataflow/VN1/{FLOW}?references=descendants&format=xml", {}),
        # It reads Actual constraints in 3.1 only.
        (
            f"/rest/v2/structure/dataflow/VN1/{FLOW}?references=all&format=xml&formatVersion=3.1.0",
            {},
        ),
    ],
)
def test_pysdmx_reads_structures(server, path, kinds):
    message = pysdmx.io.read_sdmx(server + path, validate=False)
    found = [type(one).__name__.lower() for one in message.structures]
    for kind, count in kinds.items():
        assert found.count(kind) == count
    if not kinds:
        structures = message.get_data_structure_definitions()
        (structure,) = [one for one in structures if one.id == "EMP_MNAO_SEX_CDS_NB"]
        sex = structure.components["SEX"]
        assert "SEX_F" in [code.id for code in sex.local_codes or ()]


@pytest.mark.parametrize(
    "query",
    [
        V1,
        f"{V1}?format=csv",
        f"{V1}?format=structurespecificdata",
        f"{V1}?dimensionAtObservation=AllDimensions",
        f"{V2}?format=csv",
        f"{V2}?format=xml",
        f"{V2}?format=xml&formatVersion=3.1.0",
    ],
)
def test_pysdmx_reads_data_with_their_structure(server, query):
    (found,) = pysdmx.io.get_datasets(server + query, server + DESCENDANTS, validate=False)
    assert len(found.data) == int(httpx.get(f"{server}{V1}").headers["x-obs-count"])
    women = found.data[
        (found.data["SEX"] == "SEX_F")
        & (found.data["CDS"] == "CDS_DES_JPN")
        & (found.data["FREQ"] == "A")
    ]
    assert _women(women) == WOMEN


def test_pysdmx_says_what_was_not_found(server):
    with pytest.raises(pysdmx.errors.Invalid, match=r"100.*no dataflow"):
        pysdmx.io.read_sdmx(f"{server}/rest/v1/data/DF_NOPE")


#: Function of the registry client -> its arguments, and what comes first in what it gives.
REGISTRY: dict[str, list[tuple[tuple[Any, ...], Any]]] = {
    "get_agencies": [
        (("SDMX",), lambda found: "VN1" in [one.id for one in found]),
        (("VN1",), lambda found: list(found) == []),
    ],
    "get_providers": [
        (("VN1", True), lambda found: _flows_of(found, "DOLAB") > 0),
        (("VN1", False), lambda found: _flows_of(found, "DOLAB") == 0),
    ],
    "get_metadata_providers": [(("VN1", True), lambda found: _flows_of(found, "VN1") > 0)],
    "get_categories": [(("VN1", "CAS_ILMS"), lambda found: len(found.categories) == 3)],
    "get_categorisation": [
        (("VN1", f"CAT_{FLOW}"), lambda found: f"VN1:{FLOW}(1.0.0)" in found.source)
    ],
    "get_provision_agreement": [
        (("VN1", "ILO_ILOSTAT_RETURNED"), lambda found: found.provider.endswith(".ILO"))
    ],
    "get_codes": [(("VN1", "CL_SEX"), lambda found: "SEX_F" in [one.id for one in found])],
    "get_concepts": [(("VN1", "CS_ILMS"), lambda found: "SEX" in [one.id for one in found])],
    "get_schema": [
        (("dataflow", "VN1", FLOW, "1.0.0"), lambda found: found.components["SEX"].required)
    ],
    "get_dataflow_details": [(("VN1", FLOW), lambda found: len(found.components) > 10)],
    "get_dataflows": [(("VN1",), lambda found: len(found) == 35)],
    "get_data_structures": [
        (("VN1",), lambda found: "EMP_MNAO_SEX_CDS_NB" in [one.id for one in found])
    ],
    "get_hierarchy": [(("VN1", "HI_AREA"), lambda found: found.codes[0].codes[0].id != "")],
    "get_report": [(("VN1", "MD_CENSUS", "1.0.0"), lambda found: len(found.attributes) > 3)],
    "get_reports": [
        (("dataflow", "VN1", FLOW, "1.0.0"), lambda found: found[0].id == "MD_TABLE_18")
    ],
    "get_metadata_structures": [
        (("VN1",), lambda found: {one.id for one in found} == {"MSD_SOURCE", "MSD_TABLE"})
    ],
    "get_metadataflows": [
        (("VN1",), lambda found: {one.id for one in found} == {"MDF_SOURCE", "MDF_TABLE"})
    ],
    "get_metadata_provision_agreement": [
        (("VN1", "MPA_SOURCE_VN1"), lambda found: "MDF_SOURCE" in found.metadataflow)
    ],
    "get_mapping": [
        (("VN1", "SM_DOLAB_CONTRACT_WORKERS_ANNUAL"), lambda found: "SEX" in _mapped(found)),
        (("VN1", "SM_ILO_EMP_MNAO_SEX_CDS_NB"), lambda found: "CDS" in _mapped(found)),
    ],
    "get_code_map": [
        (("VN1", "RM_COUNTRY_NAME__AREA"), lambda found: ("Nhật Bản", "JPN") in _pairs(found))
    ],
}


def _flows_of(providers, id: str) -> int:
    (provider,) = [one for one in providers if one.id == id]
    return len(provider.dataflows)


def _mapped(found) -> set[str]:
    return {one.target for one in found.maps}


def _pairs(found) -> list[tuple[str, str]]:
    return [(one.source, one.target) for one in found]


@pytest.mark.parametrize("name", REGISTRY)
def test_pysdmx_asks_as_of_a_registry(server, name):
    for arguments, holds in REGISTRY[name]:
        assert holds(getattr(RegistryClient(f"{server}/rest/v2"), name)(*arguments))
        found = asyncio.run(getattr(AsyncRegistryClient(f"{server}/rest/v2"), name)(*arguments))
        assert holds(found)


def test_every_question_of_a_registry_client_is_asked():
    """VTL is what this service has nothing of."""
    questions = {name for name in dir(RegistryClient) if name.startswith("get_")}
    assert questions == {*REGISTRY, "get_vtl_transformation_scheme"}


def test_pysdmx_is_told_that_there_is_no_vtl(server):
    with pytest.raises(pysdmx.errors.InternalError, match="501"):
        RegistryClient(f"{server}/rest/v2").get_vtl_transformation_scheme("VN1", "ANY")


@pytest.mark.parametrize(
    ("context", "id"),
    [
        ("dataflow", FLOW),
        ("datastructure", "EMP_MNAO_SEX_CDS_NB"),
        ("provisionagreement", "ILO_ILOSTAT_RETURNED"),
    ],
)
def test_pysdmx_gets_a_schema_cut_down_to_what_is_allowed(server, context, id):
    schema = RegistryClient(f"{server}/rest/v2").get_schema(context, "VN1", id, "1.0.0")
    assert [one.id for one in schema.components.dimensions][:4] == [
        "REF_AREA",
        "FREQ",
        "MEASURE",
        "SEX",
    ]
    measure = next(one for one in schema.components if one.id == "MEASURE")
    assert len(list(measure.enumeration or measure.local_codes or ())) >= 1


@pytest.mark.parametrize("detail", DataflowDetails)
def test_pysdmx_gets_every_detail_of_a_dataflow(server, detail):
    found = RegistryClient(f"{server}/rest/v2").get_dataflow_details("VN1", FLOW, detail=detail)
    assert found.id == FLOW


SERVICES = [
    ("v1", ApiVersion.V1_5_0, DataFormat.SDMX_ML_2_1_GEN, StructureFormat.SDMX_ML_2_1),
    ("v1", ApiVersion.V1_5_0, DataFormat.SDMX_JSON_1_0_0, StructureFormat.SDMX_JSON_1_0_0),
    ("v2", ApiVersion.V2_2_0, DataFormat.SDMX_JSON_2_0_0, StructureFormat.SDMX_JSON_2_0_0),
    ("v2", ApiVersion.V2_0_0, DataFormat.SDMX_CSV_2_0_0, StructureFormat.SDMX_ML_3_0),
]


@pytest.mark.parametrize(("dialect", "version", "data", "structure"), SERVICES)
def test_pysdmx_connects_to_either_version(server, dialect, version, data, structure):
    service = RestService(
        f"{server}/rest/{dialect}",
        version,
        data_format=data,
        structure_format=structure,
        avail_format=AvailabilityFormat(structure.value),
        timeout=60,
    )
    flow = DataContext.DATAFLOW
    assert b"34.523" in service.data(
        DataQuery(
            flow, "VN1", FLOW, "1.0.0", JAPAN.replace("..", ".*.") if dialect == "v2" else JAPAN
        )
    )
    assert b"CL_SEX" in service.structure(StructureQuery(StructureType.CODELIST, "VN1", "CL_SEX"))
    assert b"SEX_F" in service.availability(AvailabilityQuery(flow, "VN1", FLOW, "1.0.0"))


def test_pysdmx_asks_for_schemas_metadata_and_registrations(server):
    service = RestService(
        f"{server}/rest/v2",
        ApiVersion.V2_2_0,
        schema_format=SchemaFormat.SDMX_ML_3_0_SCHEMA,
        registry_format=RegistryFormat.SDMX_ML_3_0,
        timeout=60,
    )
    schema = service.schema(SchemaQuery(SchemaContext.DATAFLOW, "VN1", FLOW, "1.0.0"))
    assert b"<xs:schema" in schema
    assert b"MD_CENSUS" in service.reference_metadata(RefMetaByMetadatasetQuery("VN1", "MD_CENSUS"))
    query = RegistrationByContextQuery(DataContext.DATAFLOW, "VN1", FLOW)
    assert b"Registration" in service.registration(query)
