"""What stays true behind a cache: nothing old is shown, nothing is mixed up, little is done twice.

Each test runs behind nginx and behind Varnish, with the files of docs/deploy. Years beyond 2030
are published by one test each, so that tests do not meet.
"""

import socket
from datetime import timedelta

import httpx
import pytest

from api.errors import Unavailable
from api.store.store import Store
from tests.deploy.conftest import Published
from tests.deploy.fronts import FRONTS, front

FLOW = "/rest/v1/data/VN1,DF_EMP_MNAO_SEX_CDS_NB,1.0.0"
WOMEN = f"{FLOW}/VNM.A..SEX_F.CDS_DES_JPN?format=csv"
ALL = "/rest/v2/data/dataflow/VN1/DF_EMP_MNAO_SEX_CDS_NB/1.0.0/*"


def year(number: int) -> str:
    return f"{FLOW}/VNM.A..SEX_T.CDS_DES_JPN?format=csv&startPeriod={number}&endPeriod={number}"


def test_a_copy_that_is_true_costs_a_304(service: Published):
    first = service.client.get(WOMEN)
    service.statuses()
    again = [service.client.get(WOMEN) for _ in range(3)]
    assert service.statuses() == [304, 304, 304]
    for one in again:
        assert one.status_code == 200
        assert one.content == first.content
        assert one.headers["x-cache"] == "REVALIDATED"
        assert one.headers["content-type"] == first.headers["content-type"]
        assert one.headers["etag"] == first.headers["etag"]
        assert one.headers["cache-control"] == "no-cache"


def test_a_client_with_a_copy_gets_304(service: Published):
    first = service.client.get(WOMEN)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    for headers in ({"if-none-match": tag}, {"if-modified-since": modified}):
        answer = service.client.get(WOMEN, headers=headers)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    assert service.client.get(WOMEN, headers={"if-none-match": '"old"'}).status_code == 200


def test_a_release_shows_at_once(service: Published):
    before = service.client.get(WOMEN)
    assert "2031" not in before.text
    service.client.get(WOMEN)
    service.publish("2031,Nhật Bản,80.010,34.523,")
    after = service.client.get(WOMEN)
    assert "2031" in after.text
    assert after.headers["etag"] != before.headers["etag"]
    stale = service.client.get(WOMEN, headers={"if-none-match": before.headers["etag"]})
    assert stale.status_code == 200


def test_an_embargo_ends_at_its_second_and_not_before(service: Published):
    path = year(2032)
    instant = service.clock() + timedelta(hours=1)
    assert service.client.get(path).status_code == 404
    service.publish("2032,Nhật Bản,80.010,,", at=instant)
    held = service.client.get(WOMEN.replace("SEX_F", "SEX_T"))
    service.clock.forward(instant - service.clock() - timedelta(microseconds=1))
    assert service.client.get(path).status_code == 404
    still = service.client.get(WOMEN.replace("SEX_F", "SEX_T"))
    assert still.content == held.content
    assert "2032" not in still.text
    service.clock.forward(timedelta(microseconds=1))
    assert "80.01" in service.client.get(path).text
    assert "2032" in service.client.get(WOMEN.replace("SEX_F", "SEX_T")).text


ACCEPTED = (
    "text/csv",
    "application/vnd.sdmx.data+csv;version=2.0.0;labels=both",
    "application/vnd.sdmx.data+json;version=2.0.0",
    "application/vnd.sdmx.data+xml;version=3.0.0",
    "application/vnd.sdmx.genericdata+xml;version=2.1",
)
WISHES = [
    {"accept": accept, "accept-encoding": coding, "accept-language": language}
    for accept in ACCEPTED
    for coding in ("identity", "gzip", "zstd")
    for language in ("en", "vi")
]


def test_each_client_gets_what_it_asked_for(service: Published):
    """Thirty representations of one address, asked for in turn, then again from the copies."""
    path = f"{FLOW}/VNM.A..SEX_F."

    def ask(client: httpx.Client, wish: dict[str, str]) -> tuple[object, ...]:
        with client.stream("GET", path, headers=wish) as answer:
            raw = b"".join(answer.iter_raw())
        names = ("content-type", "content-language", "content-encoding", "etag")
        return answer.status_code, raw, *(answer.headers.get(name) for name in names)

    expected = [ask(service.direct, wish) for wish in WISHES]
    assert {found[0] for found in expected} == {200}
    assert len({found[1] for found in expected}) > len(ACCEPTED) * 3
    assert [ask(service.client, wish) for wish in WISHES] == expected
    service.statuses()
    assert [ask(service.client, wish) for wish in reversed(WISHES)] == expected[::-1]
    assert set(service.statuses()) <= {200, 304}


def test_errors_are_not_kept(service: Published):
    path = year(2033)
    for _ in range(2):
        answer = service.client.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-cache")
    service.publish("2033,Nhật Bản,80.010,,")
    assert service.client.get(path).status_code == 200


def test_a_store_that_was_away_is_asked_again(service: Published, monkeypatch):
    assert service.client.get(WOMEN).status_code == 200

    def away(*_: object) -> None:
        raise Unavailable("the store cannot be reached")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "visible", away)
        answer = service.client.get(WOMEN)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
    assert service.client.get(WOMEN).status_code == 200


def test_methods_reach_the_service_as_they_are(service: Published):
    service.client.get(WOMEN)
    service.upstream.seen.clear()
    head = service.client.head(WOMEN)
    posted = service.client.post(
        f"{FLOW}/VNM.A..SEX_F.CDS_DES_JPN",
        content="startPeriod=2023",
        headers={"accept": "text/csv", "content-type": "application/x-www-form-urlencoded"},
    )
    assert (head.status_code, head.content) == (200, b"")
    assert (posted.status_code, len(posted.text.splitlines())) == (200, 2 + ("2031" in posted.text))
    assert [method for method, _, _ in service.upstream.seen] == ["HEAD", "POST"]


@pytest.mark.parametrize(
    "path",
    [
        f"{FLOW}/VNM.A..SEX_F+SEX_M.CDS_DES_JPN?format=csv",
        f"{FLOW}/VNM.A..SEX_F%2BSEX_M.CDS_DES_JPN?format=csv",
        "/rest/v1//data/VN1,DF_EMP_MNAO_SEX_CDS_NB,1.0.0//?format=csv&detail=serieskeysonly",
        f"{ALL}?c[SEX]=SEX_F&format=csv",
        f"{ALL}?c%5BSEX%5D=SEX_F&format=csv",
        f"{FLOW}/{'+'.join(['VNM'] * 3000)}....?format=csv",
    ],
    ids=["plus", "escaped plus", "doubled slash", "brackets", "escaped brackets", "12 KB"],
)
def test_addresses_arrive_as_they_were_written(service: Published, path: str):
    url = httpx.URL(str(service.client.base_url)).copy_with(raw_path=path.encode())
    service.upstream.seen.clear()
    answer = service.client.get(url)
    assert [seen for _, seen, _ in service.upstream.seen] == [path]
    assert answer.status_code == 200, answer.text


def test_what_is_anothers_is_not_repeated(service: Published):
    path = f"{WOMEN}&lastNObservations=3"
    own = service.client.get(path, headers={"x-request-id": "first"})
    other = service.client.get(path, headers={"x-request-id": "second"})
    assert int(own.headers["ratelimit-remaining"]) >= 0
    assert "ratelimit-remaining" not in other.headers
    assert (own.headers["x-request-id"], other.headers["x-request-id"]) == ("first", "second")


def test_half_an_answer_breaks_the_connection_and_is_not_kept(service: Published, monkeypatch):
    path = "/rest/v1/dataflow/VN1?references=all&detail=full"
    whole = service.direct.get(path).content
    with monkeypatch.context() as patch:
        patch.setattr(service.upstream, "breaks_after", 1)
        with pytest.raises(httpx.TransportError):
            service.client.get(path)
    assert service.client.get(path).content == whole


@pytest.mark.parametrize("name", FRONTS)
def test_the_service_is_away(name: str, tmp_path):
    """The cache says so itself, in a form that programs read."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, and not listening
        upstream = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        with front(name, tmp_path, upstream) as cache:
            answer = httpx.get(f"{cache}/rest/v1/dataflow")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["retry-after"] == "5"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.text.splitlines()[:2] == ["Error: 503", "Status: 503"]
