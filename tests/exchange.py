"""One request and what its answer has to be, as a table of a TOML file says it.

get = "/rest/v1/data/..."       or head, post, put, patch, delete, options
headers = { Accept = "text/csv" }
body = "key=VNM.A...&format=csv"
status = 200                    the default
type = "application/..."        Content-Type, to the letter
header = { Vary = "Accept" }    other headers, to the letter; "" for a header that must not be
code = 140                      SDMX's number of an error (REST 1) or its status (REST 2)
says = ["nearest"]              what stands in the body
silent = ["CDS_DES_KOR"]        what does not
observations = 4                how many
having = { SEX = ["SEX_F"] }    component -> the set of its values; [] for none
same_as = "/rest/v2/data/..."   another request that gives the same observations
unlike = "/rest/v2/data/..."    another one that does not
artefacts = { codelist = 3 }    kind -> how many of it; a list of ids instead is to the letter
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import httpx
from lxml import etree
from starlette.testclient import TestClient

from tests.observations import Record, multiset, read

Table = dict[str, Any]

#: The most telling data format of each dialect, to compare by.
_PLAIN = "application/vnd.sdmx.data+csv;version=2.0.0"

_METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def tables(path: Path) -> dict[str, Table]:
    """The exchanges of a file by their names."""
    found: dict[str, Table] = tomllib.loads(path.read_text())
    return found


def send(client: TestClient, table: Table) -> httpx.Response:
    """Make the request of a table; the path goes out to the letter."""
    method = next(name for name in _METHODS if name in table)
    body = table.get("body", "").encode()
    return request(client, table[method], method, table.get("headers", {}), body)


def request(
    client: TestClient,
    path: str,
    method: str = "get",
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> httpx.Response:
    """One request whose URL nobody normalises: separators arrive as they are written here."""
    url = httpx.URL(str(client.base_url)).copy_with(raw_path=path.encode())
    return client.request(method.upper(), url, headers=headers, content=body or None)


def check(client: TestClient, table: Table) -> httpx.Response:
    """Make the request and hold the answer against everything the table says."""
    answer = send(client, table)
    told = f"{answer.request.method} {answer.request.url} -> {answer.status_code}\n"
    if answer.headers.get("content-type", "").startswith(("text/", "application/")):
        told += answer.text[:1500]
    assert answer.status_code == table.get("status", 200), told
    if "type" in table:
        assert answer.headers.get("content-type", "") == table["type"], told
    for name, value in table.get("header", {}).items():
        assert answer.headers.get(name, "") == value, (name, answer.headers.get(name))
    if "code" in table:
        assert error_code(answer) == table["code"], told
    for text in table.get("says", ()):
        assert text in answer.text, told
    for text in table.get("silent", ()):
        assert text not in answer.text, told
    _check_observations(client, table, answer)
    if "artefacts" in table:
        _check_artefacts(table["artefacts"], artefacts(answer))
    return answer


def _check_observations(client: TestClient, table: Table, answer: httpx.Response) -> None:
    if not {"observations", "having", "same_as", "unlike"} & set(table):
        return
    records = read(answer.headers["content-type"].partition(";labels")[0], answer.content)
    if "observations" in table:
        assert len(records) == table["observations"], f"{len(records)} in {answer.url}"
    for component, values in table.get("having", {}).items():
        found = {one[component] for one in records if component in one}
        assert found == set(values), f"{component} is {sorted(found)[:20]} in {answer.url}"
    for name, equal in (("same_as", True), ("unlike", False)):
        if name in table:
            other = observations(client, table[name])
            told = f"{answer.url} gives {len(records)}, {table[name]} {len(other)}"
            assert (multiset(records) == multiset(other)) == equal, told


def observations(client: TestClient, path: str) -> list[Record]:
    """The observations of a request, in the plainest format; none where nothing is found."""
    answer = request(client, path, headers={"Accept": _PLAIN})
    if answer.status_code == 404:
        return []
    assert answer.status_code == 200, f"{path}\n{answer.text[:1500]}"
    return read(answer.headers["content-type"], answer.content)


def error_code(answer: httpx.Response) -> int:
    """The number in an error message of whichever family."""
    kind = answer.headers["content-type"]
    if kind == "application/xml":
        found = etree.fromstring(answer.content).find("{*}ErrorMessage")
        assert found is not None
        return int(found.get("code", "0"))
    if kind == "application/json":
        return int(json.loads(answer.content)["errors"][0]["code"])
    match = re.match(r"Error: (\d+)", answer.text)
    assert match, answer.text
    return int(match[1])


#: Element of SDMX-ML and name in SDMX-JSON -> artefact type as REST 2 names it.
_KINDS = {
    "dataprovider": "dataproviderscheme",
    "dataprovderscheme": "dataproviderscheme",
    "datastructures": "datastructure",
    "hierarchicalcodelist": "hierarchy",
    "contentconstraint": "dataconstraint",
    "availabilityconstraint": "dataconstraint",
    "customtype": "customtypescheme",
}


def artefacts(answer: httpx.Response) -> dict[str, list[str]]:
    """Kind -> ids of the artefacts of a structure message, in order."""
    found: dict[str, list[str]] = {}
    if "+json" in answer.headers["content-type"]:
        for name, members in json.loads(answer.content)["data"].items():
            kind = _kind(_singular(name.lower()))
            found.setdefault(kind, []).extend(one.get("id", "") for one in members)
        return found
    structures = etree.fromstring(answer.content).find("{*}Structures")
    for group in [] if structures is None else structures:
        for element in group:
            kind = _kind(str(etree.QName(element).localname).lower())
            found.setdefault(kind, []).append(element.get("id", ""))
    return found


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("es") if name.endswith("sses") else name.removesuffix("s")


def _kind(name: str) -> str:
    return _KINDS.get(name, name)


def _check_artefacts(expected: dict[str, int | list[str]], found: dict[str, list[str]]) -> None:
    for kind, wanted in expected.items():
        there = found.get(kind, [])
        if isinstance(wanted, int):
            assert len(there) == wanted, {kind: len(ids) for kind, ids in found.items()}
        else:
            assert there == wanted, found
