"""Coverage, reconciliation, lineage and differences over HTTP."""

from collections import Counter
from itertools import pairwise
from urllib.parse import quote

import pytest

DF = "DF_EMP_MNAO_SEX_CDS_NB"
JAPAN = f"/api/lineage/{DF}/VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN/2023"
STATES = [
    "published",
    "withheld",
    "mirror figure only",
    "collected with another definition",
    "late",
    "not collected",
    "not applicable",
]


def get(client, address, status=200, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def pages(client, address):
    """All items of a list, page by page, as a client follows them."""
    items, following = [], address
    while following:
        page = get(client, following)
        items += page["items"]
        following = (page["next"] or "").removeprefix("http://testserver")
    assert len(items) == page["total"]
    return items


def test_the_overview(client):
    found = get(client, "/api/coverage")
    assert [one["table"] for one in found["items"]] == list(range(1, 22))
    assert [one["state"] for one in found["states"]] == STATES
    assert found["filled"] == sum(one["state"] == "published" for one in found["items"])
    assert found["share"] == round(found["filled"] / 21 * 100, 1)
    assert found["cells"] == sum(one["cells"] for one in found["states"])
    vietnam = next(one for one in found["asean"]["reported"] if one["country"]["code"] == "VNM")
    assert (vietnam["tables"], vietnam["share"]) == (3, 14.3)


@pytest.mark.parametrize("table", [3, 8, 18])
def test_cells_of_a_table_each_once(client, table):
    cells = pages(client, f"/api/coverage/{table}?limit=1000")
    whole = get(client, f"/api/coverage/{table}?limit=1")["cells"]
    assert Counter(cell["state"] for cell in cells) == whole
    names = Counter(
        (cell["dataflow"], *(one["code"] for one in cell["codes"].values()), cell["year"])
        for cell in cells
    )
    assert set(names.values()) == {1}
    for cell in cells:
        assert cell["state"] in STATES
        assert cell["explanation"]
        assert cell["office"]["label"] != cell["office"]["code"]
        assert (cell["definition"] is None) == (cell["agreement"] is None)


def test_cells_by_year_state_and_dataflow(client):
    of_year = pages(client, "/api/coverage/18?year=2019")
    assert {cell["state"] for cell in of_year} == {"published"}
    late = pages(client, "/api/coverage/18?state=late&limit=1000")
    assert {cell["state"] for cell in late} == {"late"}
    birth = pages(client, "/api/coverage/3?dataflow=DF_POP_MFRB_SEX_CBR_NB&year=2019")
    assert {cell["dataflow"] for cell in birth} == {"DF_POP_MFRB_SEX_CBR_NB"}
    assert {cell["state"] for cell in birth} == {"mirror figure only", "not collected"}


def test_in_vietnamese(client):
    cell = get(client, "/api/coverage/18?year=2023&limit=1&lang=vi")["items"][0]
    assert cell["label"] == "Đã công bố"
    assert cell["office"]["label"] == "Cục Quản lý lao động ngoài nước"
    assert cell["state"] == "published"


def test_reconciliation_of_2019(client):
    key = "VNM.A..SEX_T.CDS_DES_TOTAL"
    (one,) = pages(client, f"/api/reconciliation/{DF}?key={key}&period=2019")
    assert one["taken"] == "VN1:ILO_ILOSTAT_OUTFLOW_FOR_EMPLOYMENT(1.0.0)"
    assert one["reason"]
    sides = {side["agreement"]: side for side in one["sides"]}
    first = sides["VN1:DOLAB_CONTRACT_WORKERS_ANNUAL(1.0.0)"]
    assert (first["amount"], first["difference"], first["percent"]) == (147387, -5143, -3.37)
    assert first["explanation"]["cause"] == "vintage"
    assert [side["taken"] for side in one["sides"]].count(True) == 1
    quoted = next(side for side in one["sides"] if side["quoted"])
    assert quoted["exactness"] == "about"


def test_open_questions(client):
    found = pages(client, f"/api/reconciliation/{DF}?open=true")
    assert {(one["key"].split(".", 3)[-1], one["period"]) for one in found} == {
        ("SEX_F.CDS_DES_TOTAL", "2004"),
        ("SEX_M.CDS_DES_TOTAL", "2004"),
        ("SEX_T.CDS_DES_TOTAL", "2006"),
        ("SEX_T.CDS_DES_ROU", "2019"),
    }
    everything = pages(client, f"/api/reconciliation/{DF}")
    explained = pages(client, f"/api/reconciliation/{DF}?open=false")
    assert len(explained) + len(found) == len(everything)
    agreeing = pages(client, f"/api/reconciliation/{DF}?differs=false")
    assert all(not one["differs"] for one in agreeing)


def test_lineage(client):
    found = get(client, JAPAN)
    assert found["value"] == "34.523"
    assert found["provider"]["code"] == "DOLAB"
    assert found["file"]["name"] == "sources/DOLAB/contract-workers-annual/2023-vamas.csv"
    assert (found["file"]["row"], found["file"]["column"]) == (3, "Trong đó: Nữ")
    assert found["row"]["printed"] == "34.523"
    assert found["row"]["amount"] == "34523"
    assert found["reproduced"] is True
    assert found["document"]["carrier"] == "VAMAS"
    maps = {one["component"]: one["map"] for one in found["row"]["mappings"]}
    assert maps["CDS"] == "VN1:RM_COUNTRY_NAME__AREA(1.0.0)"
    assert "UNMAPPED-CODE" in found["rules"]
    released = client.get(f"/rest/v1/data/VN1,{DF}/VNM.A..SEX_F.CDS_DES_JPN?format=csv").text
    assert f",2023,{found['value']}," in released


def test_lineage_of_another_agreement_and_of_another_time(client):
    total = f"/api/lineage/{DF}/VNM.A.EMP_MNAO_NB.SEX_T.CDS_DES_TOTAL/2019"
    assert get(client, total)["value"] == "152.53"
    review = get(client, f"{total}?agreement=MOFA_CONTRACT_WORKERS")
    assert review["value"] == "152.695"
    assert "VN1:ILO_ILOSTAT_OUTFLOW_FOR_EMPLOYMENT(1.0.0)" in review["alternatives"]
    before = get(client, f"{total}?asOf=2020-01-15")
    assert before["value"] == "147.387"
    assert before["release"]["valid_from"] == "2020-01-01T17:00:00Z"


def test_differences(client):
    address = f"/api/differences/{DF}?key=VNM.A..SEX_T.CDS_DES_TOTAL"
    of_2019 = [one for one in pages(client, address) if one["period"] == "2019"]
    assert of_2019[0]["new"] == "147.387"
    assert of_2019[-1]["new"] == "152.53"
    for before, after in pairwise(of_2019):
        assert after["old"] == before["new"]
    later = pages(client, f"{address}&since=2020-01-15")
    assert {one["kind"] for one in later} >= {"new", "revised"}
    number = later[0]["release"]
    after = pages(client, f"{address}&since={number}")
    assert all(one["instant"] > later[0]["instant"] for one in after)


REFUSED = [
    ("/api/coverage/22", 404, "tables go from 1 to 21"),
    ("/api/coverage/18?year=1234567", 400, "year"),
    ("/api/coverage/18?state=empty", 400, "not collected"),
    ("/api/coverage/18?dataflow=DF_NONE", 404, DF),
    ("/api/coverage/18?colour=red", 400, "colour"),
    ("/api/coverage/18?offset=999999", 404, "past the end"),
    ("/api/reconciliation/DF_NONE", 404, "DF_NONE"),
    (f"/api/reconciliation/{DF}?key=VNM.A", 400, "2 positions"),
    (f"/api/lineage/{DF}/VNM.A.EMP_MNAO_NB.SEX_F/2023", 400, "4 positions"),
    (f"/api/lineage/{DF}/VNM.A..SEX_F.CDS_DES_JPN/2023", 400, "every position"),
    (f"{JAPAN}?agreement=DOLAB_CONTRACT_WORKER_ANNUAL", 404, "DOLAB_CONTRACT_WORKERS_ANNUAL"),
    (f"{JAPAN}?asOf=yesterday", 400, "not an instant"),
    (f"{JAPAN}?asOf=2001-01-01", 404, "no observation"),
    (f"/api/lineage/{DF}/VNM.A.EMP_MNAO_NB.SEX_F.CDS_DES_JPN/1066", 404, "no observation"),
    (f"/api/differences/{DF}?since=9999", 404, "no release 9999"),
    (f"/api/differences/{DF}?until=soon", 400, "not an instant"),
    (f"/api/coverage/18?dataflow={quote('<script>')}", 404, "no dataflow"),
]


@pytest.mark.parametrize(("address", "status", "said"), REFUSED, ids=[one[0] for one in REFUSED])
def test_refusals_are_problems_that_help(client, address, status, said):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/coverage",
        "/api/coverage/18",
        f"/api/reconciliation/{DF}",
        JAPAN,
        f"/api/differences/{DF}",
    ],
)
def test_a_copy_at_hand_is_not_sent_again(client, address):
    first = client.get(address)
    assert first.headers["etag"]
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")


def test_examples_of_the_description_work(client):
    paths = get(client, "/openapi.json")["paths"]
    found = {path: one["get"] for path, one in paths.items() if "evidence" in one["get"]["tags"]}
    assert len(found) == 5
    for path, operation in found.items():
        for one in operation["parameters"]:
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", str(one["schema"]["examples"][0]))
        assert client.get(path).status_code == 200, path
