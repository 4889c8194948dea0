"""A walk over everything: each dataflow, type, detail, reference and format, in both dialects."""

import fnmatch
import json
import re
from itertools import chain, cycle

import pytest
from lxml import etree

from api import formats
from api.resources.structure import UNSUPPORTED
from api.rest.artefact_types import TYPES_V1, TYPES_V2
from api.rest.query_parameters import DETAIL_STRUCTURE, DETAIL_STRUCTURE_V1
from tests.conformance.validity import Validity
from tests.exchange import artefacts, request
from tests.observations import multiset, read

DIALECTS = ("v1", "v2")
KEYWORDS = ("none", "parents", "parentsandsiblings", "children", "descendants", "all")
#: Forms that are no data message of their own: they leave time out, or stand for the others.
_NEEDS_TIME = [found.media_type for found in formats.DATA if found.needs_time]


@pytest.fixture(scope="module")
def validity(client):
    return Validity(client)


@pytest.fixture(scope="module")
def flows(client):
    """Ids of all dataflows."""
    found = artefacts(request(client, "/rest/v1/dataflow/VN1/all/latest?detail=allstubs"))
    return found["dataflow"]


def _data(dialect: str, flow: str) -> str:
    return f"/rest/v1/data/VN1,{flow}" if dialect == "v1" else f"/rest/v2/data/dataflow/VN1/{flow}"


def test_there_are_35_dataflows(flows):
    assert len(flows) == 35


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("dimension", ["", "AllDimensions", "SEX"])
def test_every_dataflow_in_every_format(client, validity, flows, dialect, dimension):
    """One media type, one set of observations; what has no data says so in the right family."""
    suffix = f"?dimensionAtObservation={dimension}" if dimension else ""
    with_data = 0
    for flow in flows:
        answers = [
            (one, request(client, _data(dialect, flow) + suffix, headers={"Accept": one}))
            for one in (found.media_type for found in formats.DATA)
            if not (dimension and one in _NEEDS_TIME)
        ]
        assert len({answer.status_code for _, answer in answers}) == 1, flow
        if answers[0][1].status_code == 404:
            continue
        with_data += 1
        first = None
        for media_type, answer in answers:
            assert answer.headers["content-type"] == media_type
            assert validity.faults(media_type, answer.content) == []
            found = multiset(read(media_type, answer.content))
            first = first or found
            assert found == first, media_type
            assert int(answer.headers["x-obs-count"]) == sum(found.values())
    assert with_data >= 5


@pytest.mark.parametrize("dialect", DIALECTS)
def test_headers_of_data_refer_to_what_is_there(client, flows, dialect):
    """A client that follows the reference in a message finds the structure of the data."""
    for flow in flows:
        urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=VN1:{flow}(1.0.0)"
        for found in formats.DATA:
            answer = request(client, _data(dialect, flow), headers={"Accept": found.media_type})
            if answer.status_code == 404:
                break
            assert urn in _references(found.media_type, answer.content)


def _references(media_type: str, body: bytes) -> set[str]:
    """URNs of dataflows that a message says it is of."""
    if "sdmx" not in media_type or "spreadsheet" in media_type:
        flows = re.findall(rb"VN1:DF_\w+\(1\.0\.0\)", body)
        plain = {flow.decode() for flow in flows}
        return {f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={one}" for one in plain} or {
            "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=" + _packed(body)
        }
    if "+csv" in media_type:
        plain = set(re.findall(r"VN1:DF_\w+\(1\.0\.0\)", body.decode()))
        return {f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={one}" for one in plain}
    if "+json" in media_type:
        data = json.loads(body)["data"]
        structures = data.get("structures") or [data["structure"]]
        return {link["urn"] for one in structures for link in one["links"]}
    usage = etree.fromstring(body).find("{*}Header/{*}Structure/{*}StructureUsage")
    assert usage is not None
    if usage.text and usage.text.strip():
        return {usage.text.strip()}
    (ref,) = usage
    assert (ref.get("class"), ref.get("package")) == ("Dataflow", "datastructure")
    return {
        "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow="
        f"{ref.get('agencyID')}:{ref.get('id')}({ref.get('version')})"
    }


def _packed(body: bytes) -> str:
    """The dataflow that a workbook names on its first sheet."""
    import io

    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(body), read_only=True).worksheets[0]
    cells = chain.from_iterable(sheet.iter_rows(max_row=5, values_only=True))
    return next(str(cell) for cell in cells if str(cell).startswith("VN1:DF_"))


def _walk(dialect: str, kind: str):
    """URLs of a type: each detail, then each `references`, of one artefact of it and of all."""
    base = f"/rest/v1/{kind}" if dialect == "v1" else f"/rest/v2/structure/{kind}"
    details = (DETAIL_STRUCTURE_V1 if dialect == "v1" else DETAIL_STRUCTURE).values
    types = ("datastructure", "codelist", "categorisation", "dataflow")
    for detail in details:
        yield f"{base}?detail={detail}"
        yield f"{base}?references=all&detail={detail}"
    for references in (*KEYWORDS, *types, *(("ancestors",) if dialect == "v2" else ())):
        yield f"{base}?references={references}"


_TYPES = [
    *(("v1", kind) for kind in TYPES_V1 if not {*TYPES_V1[kind]} <= UNSUPPORTED),
    *(("v2", kind) for kind in (*TYPES_V2, "*") if kind not in UNSUPPORTED),
]


@pytest.mark.parametrize(("dialect", "kind"), _TYPES, ids=[" ".join(one) for one in _TYPES])
def test_structures_are_valid(client, validity, dialect, kind):
    """Formats take turns, so that each meets each detail and each reference over the types."""
    turn = cycle(found.media_type for found in formats.STRUCTURE)
    for _ in range(len(kind) % 5):
        next(turn)
    for url in _walk(dialect, kind):
        media_type = next(turn)
        answer = request(client, url, headers={"Accept": media_type})
        if answer.status_code == 404:
            continue
        assert answer.status_code == 200, f"{url} {media_type}\n{answer.text[:1000]}"
        assert answer.headers["content-type"] == media_type
        faults = validity.faults(media_type, answer.content)
        assert faults == [], f"{url} as {media_type}"


def _everything(client, media_type: str) -> bytes:
    path = "/rest/v2/structure/*/*/*/*"
    answer = request(client, path, headers={"Accept": media_type})
    assert answer.status_code == 200
    return answer.content


_URN = re.compile(
    r"urn:sdmx:org\.sdmx\.infomodel\.(\w+)\.(\w+)=([\w.]+:[\w@$*-]+\([^)]+\))([\w.@$-]*)"
)


@pytest.mark.parametrize("found", formats.STRUCTURE, ids=lambda found: found.media_type)
def test_references_resolve(client, found):
    """Whatever a message of everything points to is in it, or is marked as kept elsewhere."""
    body = _everything(client, found.media_type)
    pointed, there = (_of_xml if "+xml" in found.media_type else _of_json)(body)
    assert len(there) > 100
    # What metadata may be about is written with wildcards.
    assert sorted(one for one in pointed if not fnmatch.filter(there, one)) == []


def _of_json(body: bytes) -> tuple[set[str], set[str]]:
    """(artefacts referred to, artefacts in the message)."""
    there: set[str] = set()
    pointed: set[str] = set()
    left = [json.loads(body)["data"]]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            own = node.get("rel") == "self"
            (there if own else pointed).update(_urns(node.values()))
            left += node.values()
        elif isinstance(node, list):
            pointed.update(_urns(node))
            left += node
    return pointed, there


def _urns(values) -> set[str]:
    texts = (value for value in values if isinstance(value, str))
    return {_maintainable(text) for text in texts if text.startswith("urn:sdmx:")}


def _maintainable(urn: str) -> str:
    """The artefact of a URN: agency, id and version, without its class and item."""
    match = _URN.match(urn)
    assert match, urn
    return match[3]


def _of_xml(body: bytes) -> tuple[set[str], set[str]]:
    root = etree.fromstring(body)
    there, pointed = set(), set()
    for element in root.iter(etree.Element):
        urn = element.get("urn")
        if urn:
            there.add(_maintainable(urn))
        elif element.tag == "Ref" and element.get("agencyID"):
            id = element.get("maintainableParentID") or element.get("id")
            version = element.get("maintainableParentVersion") or element.get("version", "1.0")
            pointed.add(f"{element.get('agencyID')}:{id}({version})")
        text = (element.text or "").strip()
        if text.startswith("urn:sdmx:"):
            pointed.add(_maintainable(text))
    return pointed, there
