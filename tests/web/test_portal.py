"""`/api` as its own description tells it, and the same figures wherever they are shown."""

import json
import re
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import jsonschema_rs
import pytest

from tests.exchange import observations
from tests.observations import read

FLOWS = ("DF_EMP_MNAO_SEX_CDS_NB", "DF_POP_MNAS_SEX_CRS_NB", "DF_POP_MFRB_SEX_CBR_NB")
DESCRIBED = "DF_EMP_MNAO_SEX_CDS_NB"


@pytest.fixture(scope="module")
def description(client):
    return client.get("/openapi.json").json()


def _operations(description):
    return {path: found["get"] for path, found in description["paths"].items() if "get" in found}


def _example(parameter):
    schema = parameter["schema"]
    examples = [parameter.get("example"), *schema.get("examples", ())]
    return next((one for one in examples if one is not None), schema.get("default"))


def _path(path, operation):
    inside = (one for one in operation.get("parameters", ()) if one["in"] == "path")
    return path.format(**{one["name"]: _example(one) for one in inside})


def _addresses(description):
    """Each endpoint bare, and with each of its parameters as its example has it."""
    for path, operation in _operations(description).items():
        needed = {
            one["name"]: _example(one)
            for one in operation.get("parameters", ())
            if one["in"] == "query" and one.get("required")
        }
        yield path, operation, f"{_path(path, operation)}?{urlencode(needed)}".removesuffix("?")
        for one in operation.get("parameters", ()):
            value = _example(one)
            if one["in"] == "query" and value is not None:
                pairs = urlencode({**needed, one["name"]: value})
                yield path, operation, f"{_path(path, operation)}?{pairs}"


def test_every_example_answers_as_described(client, description):
    told = [found for found in _addresses(description) if found[0].startswith("/api")]
    assert len(told) > 60
    for path, operation, address in told:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address}\n{answer.text[:500]}"
        assert operation["summary"], path
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        kind = answer.headers["content-type"]
        if kind == "application/json" and "fields=" not in address:
            whole = {**schema, "components": description["components"]}
            jsonschema_rs.validator_for(whole).validate(answer.json())


def test_what_is_not_json_is_described_too(client, description):
    """So do refusals: each as the problem document it is."""
    for path, operation, address in _addresses(description):
        kind = client.get(address).headers["content-type"].partition(";")[0]
        told = operation["responses"]["200"]["content"]
        assert kind in {one.partition(";")[0] for one in told}, address
        if path.startswith("/api"):
            wrong = client.get(f"{address}{'&' if '?' in address else '?'}nonsense=1")
            schema = operation["responses"]["4XX"]["content"][wrong.headers["content-type"]]
            jsonschema_rs.validator_for(schema["schema"]).validate(wrong.json())
            assert "422" not in operation["responses"], "nothing here answers as FastAPI does"


def test_every_property_is_described_or_speaks_for_itself(description):
    """What a field's name does not say, its description does: units and nulls above all."""
    observation = description["components"]["schemas"]["Observation"]["properties"]
    assert "null where" in observation["persons"]["description"]
    assert "thousands" in observation["value"]["description"]


def test_every_endpoint_revalidates(client, description):
    for path, operation in _operations(description).items():
        if not path.startswith("/api") or path == "/api/search":
            continue
        address = _path(path, operation)
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), address
        other = client.get(f"{address}?lang=vi", headers={"If-None-Match": first.headers["etag"]})
        assert other.status_code == 200, address
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b""), address
        assert head.headers["content-length"] == first.headers["content-length"]


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_pages_make_the_whole(client, limit):
    address = f"/api/observations/{DESCRIBED}?CDS=JPN,KOR&limit={limit}"
    seen, total = [], None
    while address:
        page = client.get(address).json()
        seen += [(one["key"], one["period"]) for one in page["items"]]
        total = page["total"]
        address = page["next"]
    assert len(seen) == len(set(seen)) == total > 40


def _tables(client):
    found = client.get("/api/tables").json()["items"]
    assert [one["table"] for one in found] == list(range(1, 22))
    return found


def test_figures_are_the_same_in_api_view_page_files_and_sdmx(client):
    """Over all tables with figures: JSON, view, page and each of its files against SDMX."""
    compared = 0
    for table in _tables(client):
        for flow in table["dataflows"]:
            for frequency in flow["fill"]["frequencies"]:
                compared += _compare(client, table["table"], flow["id"], frequency["code"])
    assert compared == sum(one["observations"] for one in _tables(client)) > 400


def _compare(client, table, flow, frequency):
    truth = {
        (one["SEX"], _place(one), one["TIME_PERIOD"]): one["OBS_VALUE"]
        for one in observations(client, f"/rest/v1/data/{flow}/.{frequency}...")
        if one["FREQ"] == frequency
    }
    listed = client.get(f"/api/observations/{flow}?FREQ={frequency}&limit=1000").json()["items"]
    plain = {(one["dimensions"]["SEX"]["code"], _coded(one), one["period"]): one for one in listed}
    assert {key: Decimal(str(one["value"])) for key, one in plain.items()} == {
        key: Decimal(value) for key, value in truth.items()
    }
    persons = {key: one["persons"] for key, one in plain.items()}
    assert persons == {key: int(Decimal(value) * 1000) for key, value in truth.items()}
    query = f"?dataflow={flow}&FREQ={frequency}"
    assert _of_view(client.get(f"/api/view/{table}{query}").json()) == persons
    for language, separator in (("vi", "."), ("en", ",")):
        page = client.get(f"/{language}/tables/{table}{query}").text
        cells = re.search(r'<table class="figures">.*?</table>', page, re.S)[0]
        shown = [
            int(text.replace(separator, ""))
            for text in re.findall(r'<td class="n"><a [^>]*>([\d.,]+)</a>', cells)
        ]
        assert sorted(shown) == sorted(persons.values())
    files = re.findall(
        r'<li><a href="([^"]+)" rel="nofollow"><strong>[^<]+</strong> <span>([^<]+)', page
    )
    assert len(files) >= 10
    for address, kind in files:
        held = read(unescape(kind), client.get(unescape(address)).content)
        assert {
            (one["SEX"], _place(one), one["TIME_PERIOD"]): one["OBS_VALUE"] for one in held
        } == truth, address
    return len(truth)


def _place(record):
    return next(record[id] for id in ("CDS", "CRS", "CPR", "CBR", "CCT") if id in record)


def _coded(one):
    return _place({id: label["code"] for id, label in one["dimensions"].items()})


def _of_view(view):
    layout = view["layout"]
    return {
        (sheet["code"], _place(row["codes"]), period): value
        for sheet, rows in zip(layout["sheets"], view["cells"], strict=True)
        for row, values in zip(layout["rows"], rows, strict=True)
        for period, value in zip(layout["columns"], values, strict=True)
        if value is not None
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_views_are_small(client, language):
    for number in range(1, 22):
        answer = client.get(f"/api/view/{number}?lang={language}")
        assert len(answer.content) <= 50_000


def test_json_stat_has_the_same_figures(client):
    for flow in FLOWS:
        cube = client.get(f"/api/observations/{flow}?format=json-stat").json()
        values = cube["value"]
        numbers = values.values() if isinstance(values, dict) else values
        listed = client.get(f"/api/observations/{flow}?limit=1000").json()["items"]
        found = sorted(value for value in numbers if value is not None)
        assert found == sorted(one["value"] for one in listed)


def test_an_older_view_is_cited(client):
    """The address of a citation finds the figures that stood when it was made."""
    url = client.get(f"/api/citation/{DESCRIBED}").json()["url"]
    cited = url.removeprefix("http://testserver")
    now = f"/rest/v2/data/dataflow/VN1/{DESCRIBED}/1.0.0/*"
    assert len(observations(client, cited)) == len(observations(client, now)) > 200


def test_no_markup_comes_back_as_markup(client):
    attack = "<img src=x onerror=alert(1)>"
    for address in (
        f"/vi/search?{urlencode({'q': attack})}",
        f"/vi/tables/18?{urlencode({'SEX': attack})}",
        f"/en/tables/18?{urlencode({attack: 'x'})}",
        f"/en/sources/{attack}/x",
        f"/{attack}",
        f"/vi/tables/{attack}",
        f"/vi/tables/18?{urlencode({'startPeriod': attack})}",
        f"/vi/tables/18?{urlencode({'dataflow': attack})}",
    ):
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.headers["content-type"].startswith("text/html"), address
        assert "<img src=x" not in answer.text, address
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "Traceback" not in answer.text


def test_atom_is_well_formed_and_complete(client):
    from lxml import etree

    feed = etree.fromstring(client.get("/api/changes?format=atom&limit=1000").content)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    listed = client.get("/api/changes?limit=1000").json()
    assert len(entries) == listed["total"] == len(listed["items"])
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{atom}{name}") is not None
    assert len({one.findtext(f"{atom}id") for one in entries}) == len(entries)


def test_reports_on_sources_are_changes(client):
    listed = client.get("/api/changes?limit=1000").json()["items"]
    reports = {one["urn"]: one for one in listed if one["kind"] == "metadata"}
    assert any("MetadataSet=VN1:MD_CONTRACT_WORKERS(1.0.0)" in urn for urn in reports)
    assert len(reports) == len({one["id"] for one in reports.values()}) > 30
    for one in list(reports.values())[:3]:
        address = one["url"].removeprefix("http://testserver")
        answer = client.get(address, headers={"Accept": "application/json"})
        assert answer.status_code == 200, (address, answer.text)
    told = [one["told"] for one in listed]
    assert told == sorted(told, reverse=True)


def test_csl_is_json(client):
    item = json.loads(client.get(f"/api/citation/{DESCRIBED}?style=csl").content)
    assert item["type"] == "dataset"
    assert item["author"]
