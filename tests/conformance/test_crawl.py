"""A walk over all data: each dataflow in each format, in both dialects."""

import json
import re
from itertools import chain

import pytest
from lxml import etree

from api import formats
from tests.conformance.validity import Validity
from tests.exchange import artefacts, request
from tests.observations import multiset, read

DIALECTS = ("v1", "v2")
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
