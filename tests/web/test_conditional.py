"""Validators: which requests share a representation, and which get 304 (RFC 9110, 8.8 and 13)."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest

from tests.exchange import request

PATHS = {
    "data": "/rest/v1/data/DF_POP_MNAR_SEX_CPR_NB",
    "data of REST 2": "/rest/v2/data/dataflow/VN1/DF_POP_MNAR_SEX_CPR_NB",
    "structures": "/rest/v1/codelist/VN1/CL_SEX",
    "structures of REST 2": "/rest/v2/structure/codelist/VN1/CL_SEX",
    "availability": "/rest/v1/availableconstraint/DF_POP_MNAR_SEX_CPR_NB",
}
VARY = "Accept, Accept-Encoding, Accept-Language"


@pytest.fixture(params=PATHS.values(), ids=PATHS)
def path(request):
    return request.param


def _etag(client, path, **headers):
    answer = request(client, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    assert answer.status_code == 200
    return answer.headers["etag"]


def test_one_etag_a_representation(client, path):
    variants = [
        {},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "zstd"},
        {"Accept": "application/json"},
        {"Accept": "application/xml"},
        {"Accept-Language": "vi"},
        {"Accept-Language": "vi", "Accept-Encoding": "gzip"},
    ]
    answers = [request(client, path, headers=headers) for headers in variants]
    bodies = {
        (one.headers.get("content-encoding", ""), one.headers["content-type"], one.content): one
        for one in answers
    }
    assert len({one.headers["etag"] for one in bodies.values()}) == len(bodies) >= 5
    assert all(one.headers["etag"].startswith('"') for one in answers)


def test_equal_requests_give_equal_bytes(client, path):
    first, second = request(client, path), request(client, path)
    assert first.headers["etag"] == second.headers["etag"]
    assert first.content == second.content


def test_spellings_of_one_query_share_an_etag(client):
    plain = "/rest/v1/data/VN1,DF_POP_MNAR_SEX_CPR_NB/VNM.A..SEX_F."
    others = (
        "/rest/v1/data/VN1%2CDF_POP_MNAR_SEX_CPR_NB/VNM.A..SEX_F./all/",
        "/rest/v1//data/VN1,DF_POP_MNAR_SEX_CPR_NB,latest/VNM.A.*.SEX_F.?detail=full",
    )
    assert {_etag(client, other) for other in others} == {_etag(client, plain)}


@pytest.mark.parametrize("coding", ["", "gzip", "zstd"])
def test_304_for_what_the_client_has(client, path, coding):
    headers = {"Accept-Encoding": coding}
    whole = request(client, path, headers=headers)
    for tag in (whole.headers["etag"], "*", f'"other", W/{whole.headers["etag"]}'):
        answer = request(client, path, headers=headers | {"If-None-Match": tag})
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer.headers["etag"] == whole.headers["etag"]
        assert answer.headers["vary"] == VARY
        assert answer.headers["last-modified"] == whole.headers["last-modified"]
        assert answer.headers["cache-control"] == "no-cache"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "content-type" not in answer.headers


def test_no_304_for_another_representation(client, path):
    tag = _etag(client, path)
    for headers in ({"Accept-Encoding": "gzip"}, {"Accept-Language": "vi"}):
        answer = request(client, path, headers=headers | {"If-None-Match": tag})
        assert answer.status_code == 200


def test_head_answers_304_too(client, path):
    tag = _etag(client, path)
    answer = request(client, path, "head", {"If-None-Match": tag})
    assert answer.status_code == 304


def test_since(client, path):
    modified = parsedate_to_datetime(request(client, path).headers["last-modified"])
    later, earlier = modified + timedelta(seconds=1), modified - timedelta(seconds=1)
    zone = later.astimezone(UTC)
    dates = {
        format_datetime(modified, usegmt=True): 304,
        format_datetime(earlier, usegmt=True): 200,
        f"{zone:%Y-%m-%dT%H:%M:%S}.693Z": 304,
        f"{zone:%Y-%m-%dT%H:%M:%S}": 304,
        earlier.astimezone(UTC).isoformat(): 200,
        "yesterday": 200,
        "": 200,
        "Mon, 01 Jan 2001 00:00:00 +9999": 200,
        "9" * 30: 200,
        "0001-01-01T00:00:00+14:00": 200,
    }
    found = {
        date: request(client, path, headers={"If-Modified-Since": date}).status_code
        for date in dates
    }
    assert found == dates


def test_if_none_match_is_stronger_than_since(client, path):
    now = datetime.now(UTC).isoformat()
    headers = {"If-None-Match": '"other"', "If-Modified-Since": now}
    assert request(client, path, headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_headers_of_an_answer(client, path, method):
    answer = request(client, path, method, {"Origin": "https://portal.example"})
    assert answer.status_code == 200
    assert answer.headers["vary"] == VARY
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Last-Modified", "Content-Language", "Content-Disposition", "Link"} <= {
        *exposed
    }
    assert "charset" not in answer.headers["content-type"]
    assert int(answer.headers["content-length"]) > 0
    assert "parse;dur=" in answer.headers["server-timing"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_head_is_get_without_a_body(client, path):
    def plain(answer):
        dull = ("server-timing", "x-request-id", "date")
        return {
            name: value
            for name, value in answer.headers.items()
            if name not in dull and not name.startswith("ratelimit")
        }

    get, head = request(client, path), request(client, path, "head")
    assert head.content == b""
    assert plain(get) == plain(head)
