"""Headers of every resource in both dialects, status by status (RFC 9110, 8.8, 12.5.5, 15.4.5)."""

from email.utils import parsedate_to_datetime

import pytest

from tests.exchange import request

FLOW = "DF_POP_MNAR_SEX_CPR_NB"

#: Resource and dialect -> an address that answers, and one that finds nothing.
PATHS = {
    "data, 1": (f"/rest/v1/data/{FLOW}", f"/rest/v1/data/{FLOW}?startPeriod=1066&endPeriod=1066"),
    "data, 2": (
        f"/rest/v2/data/dataflow/VN1/{FLOW}",
        f"/rest/v2/data/dataflow/VN1/{FLOW}?c[TIME_PERIOD]=1066",
    ),
    "structure, 1": ("/rest/v1/codelist/VN1/CL_SEX", "/rest/v1/codelist/VN1/CL_NOPE"),
    "structure, 2": (
        "/rest/v2/structure/codelist/VN1/CL_SEX",
        "/rest/v2/structure/codelist/VN1/CL_NOPE",
    ),
    "availability, 1": (
        f"/rest/v1/availableconstraint/{FLOW}",
        f"/rest/v1/availableconstraint/{FLOW}?startPeriod=1066&endPeriod=1066",
    ),
    "availability, 2": (
        f"/rest/v2/availability/dataflow/VN1/{FLOW}",
        f"/rest/v2/availability/dataflow/VN1/{FLOW}?c[TIME_PERIOD]=1066",
    ),
    "schema, 1": (f"/rest/v1/schema/dataflow/VN1/{FLOW}", "/rest/v1/schema/dataflow/VN1/DF_NOPE"),
    "schema, 2": (f"/rest/v2/schema/dataflow/VN1/{FLOW}", "/rest/v2/schema/dataflow/VN1/DF_NOPE"),
    "metadata, 1": ("/rest/v1/metadata/MDF_SOURCE", "/rest/v1/metadata/MDF_NOPE"),
    "metadata, 2": (
        "/rest/v2/metadata/metadataflow/VN1/MDF_SOURCE",
        "/rest/v2/metadata/metadataflow/VN1/MDF_NOPE",
    ),
    "registration, 2": (
        "/rest/v2/registration/provider/VN1/DOLAB",
        "/rest/v2/registration/provider/VN1/NOBODY",
    ),
}
VARY = "Accept, Accept-Encoding, Accept-Language"


@pytest.fixture(params=PATHS)
def name(request):
    return request.param


def _everywhere(answer):
    """What no answer lacks, whatever became of it."""
    assert answer.headers["vary"] == VARY
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-request-id"]
    assert "+00:00" not in answer.text


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    ("language", "used"),
    [("", "en, vi"), ("vi", "vi"), ("vi, en;q=0.5", "vi, en"), ("fr", "en, vi")],
)
def test_found(client, name, method, language, used):
    answer = request(client, PATHS[name][0], method, {"Accept-Language": language})
    assert answer.status_code == 200
    _everywhere(answer)
    assert answer.headers["content-language"] == used
    assert answer.headers["etag"].startswith('"')
    assert parsedate_to_datetime(answer.headers["last-modified"]).tzinfo
    assert "version=" in answer.headers["content-type"]
    assert (answer.content == b"") == (method == "head")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("condition", ["If-None-Match", "If-Modified-Since"])
def test_not_modified(client, name, method, condition):
    path = PATHS[name][0]
    whole = request(client, path)
    validator = whole.headers["etag" if condition == "If-None-Match" else "last-modified"]
    answer = request(client, path, method, {condition: validator})
    assert answer.status_code == 304
    _everywhere(answer)
    assert answer.content == b""
    for header in ("etag", "last-modified"):
        assert answer.headers[header] == whole.headers[header]
    # A 304 says nothing of a representation it does not bring.
    assert not {"content-type", "content-length", "content-language"} & {*answer.headers}


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    ("status", "accept", "type"),
    [
        (404, "", None),
        (404, "application/xml", "application/xml"),
        (406, "image/png", None),
        (406, "application/json;version=9", "application/json"),
        (406, "text/csv;version=9", "text/plain; charset=utf-8"),
    ],
)
def test_refused(client, name, method, status, accept, type):
    path = PATHS[name][status == 404]
    answer = request(client, path, method, {"Accept": accept} if accept else {})
    assert answer.status_code == status
    _everywhere(answer)
    assert answer.headers["content-language"] == "en"
    assert not {"etag", "last-modified"} & {*answer.headers}
    assert type is None or answer.headers["content-type"] == type
    whole = request(client, path, headers={"Accept": accept} if accept else {})
    # Every request has an id of its own, always as long.
    assert answer.headers["content-length"] == whole.headers["content-length"]
    assert (answer.content == b"") == (method == "head")
