"""What a hostile request can do: nothing but be told that it is wrong. docs/threat-model.md."""

import ast
import re
from pathlib import Path

import httpx
import pytest
from lxml import etree
from starlette.testclient import TestClient

from api.settings import PROJECT
from tests.exchange import request

DATA = "/rest/v1/data/DF_EMP_MNAO_SEX_CDS_NB"

#: Texts that mean something to a database, a file system, a header, a spreadsheet or a parser.
HOSTILE = {
    "SQL": "' OR 1=1 --",
    "SQL union": 'x" UNION SELECT content FROM definitions --',
    "SQL end": "1;DROP TABLE release",
    "SQL wildcard": "%25",
    "path": "../../../../etc/passwd",
    "escaped path": "..%2f..%2f..%2fetc%2fpasswd",
    "zero": "a%00b",
    "line end": "a%0d%0aSet-Cookie: x=1",
    "markup": "<script>alert(1)</script>",
    "attribute": '"><b onmouseover="1',
    "entity": "&xxe;",
    "CDATA": "]]><x>",
    "DOCTYPE": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    "template": "{{7*7}}${7*7}",
    "formula": "=HYPERLINK(0)",
    "bidi": "%E2%80%AEgpj.exe",
    "surrogate": "%ED%A0%80",
    "long": "A" * 9000,
    "deep": "(" * 3000,
}
#: Where they stand. The last are headers.
PLACES = {
    "flow": "/rest/v1/data/{}",
    "key": DATA + "/{}",
    "v2 key": "/rest/v2/data/dataflow/VN1/DF_EMP_MNAO_SEX_CDS_NB/1.0.0/{}",
    "filter": "/rest/v2/data/dataflow/VN1/DF_EMP_MNAO_SEX_CDS_NB/1.0.0/*?c[SEX]=co:{}",
    "component": "/rest/v2/data/dataflow/VN1/DF_EMP_MNAO_SEX_CDS_NB/1.0.0/*?c[{}]=A",
    "period": DATA + "?startPeriod={}",
    "asOf": DATA + "?asOf={}",
    "parameter": DATA + "?{}=1",
    "format": DATA + "?format={}",
    "language": DATA + "?lang={}",
    "structure": "/rest/v1/codelist/VN1/{}",
    "item": "/rest/v2/structure/codelist/VN1/CL_SEX/1.0.0/{}",
    "schema": "/rest/v1/schema/dataflow/VN1/{}",
    "metadata": "/rest/v2/metadata/structure/dataflow/VN1/{}",
    "registration": "/rest/v2/registration/id/{}",
    "search": "/api/search?q={}",
    "table": "/api/tables/{}",
    "page": "/en/{}",
    "chart": "/charts/{}.svg",
    "asset": "/assets/{}",
    "elsewhere": "/{}",
}
HEADERS = ("Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "X-Request-ID", "Host")


def harmless(answer: httpx.Response) -> None:
    """Nothing broke, nothing was taken over, nothing was reflected as it came."""
    assert answer.status_code < 500 or answer.status_code == 501, answer.text[:500]
    assert "set-cookie" not in answer.headers
    assert "root:x:0" not in answer.text
    assert "Traceback" not in answer.text
    kind = answer.headers.get("content-type", "")
    if "html" in kind or "svg" in kind:
        for markup in ("<script>alert", 'onmouseover="1', "<b onmouse"):
            assert markup not in answer.text
    if "xml" in kind and answer.content:
        etree.fromstring(answer.content)
    if "json" in kind and answer.content:
        answer.json()


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_urls(client: TestClient, place: str, hostile: str):
    path = place.format(hostile).replace(" ", "%20")
    harmless(request(client, path))


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", HEADERS)
def test_headers(client: TestClient, name: str, hostile: str):
    harmless(request(client, f"{DATA}?format=csv", headers={name: hostile}))
    harmless(request(client, "/rest/v1/dataflow/VN1?detail=allstubs", headers={name: hostile}))


def test_hostile_codes_find_nothing(client: TestClient):
    """A condition is a value for the database, never a part of its question."""
    for name in ("SQL", "SQL union", "SQL end"):
        code = HOSTILE[name].replace(" ", "%20").replace('"', "%22").replace(";", "%3B")
        answer = request(client, f"{PLACES['filter'].format(code)}&format=csv")
        assert answer.status_code in (400, 404), name


def test_a_percent_sign_is_a_letter(client: TestClient):
    """`co:%` looks for a percent sign: no code holds one."""
    answer = request(client, PLACES["filter"].format("%25") + "&format=csv")
    assert answer.status_code == 404


@pytest.mark.parametrize("path", [DATA, "/rest/v1/data/NONE", "/none", "/api/tables", "/en", "/"])
def test_browsers_are_told_what_they_may_do(client: TestClient, path: str):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


def test_nothing_is_changed_over_http(client: TestClient):
    for path in (DATA, "/rest/v1/dataflow/VN1", "/rest/v2/registration", "/api/tables", "/en"):
        for method in ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"):
            assert client.request(method, path).status_code == 405, (method, path)


def test_cells_of_csv_are_no_formulas(client: TestClient):
    """What a spreadsheet would run, in any label, note or code of what is shipped."""
    for flow in re.findall(r"VN1:(DF_\w+)\(", client.get("/rest/v1/dataflow/VN1?format=csv").text):
        answer = client.get(f"/rest/v1/data/{flow}?format=csvfilewithlabels")
        cells = re.split(r'[,\r\n]"?', answer.text)
        found = [one for one in cells if one[:1] in ("=", "+", "@", "\t")]
        assert found == []


#: Reading XML, running text, unpickling: none of it is here, so none of it can be attacked.
FORBIDDEN = {"xml", "lxml", "defusedxml", "pickle", "marshal", "shelve", "subprocess", "yaml"}

MODULES = sorted((PROJECT / "api").rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_what_the_service_never_imports(path: Path):
    tree = ast.parse(path.read_text())
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert imported & FORBIDDEN == set()
    assert called & {"eval", "exec", "compile", "__import__"} == set()
