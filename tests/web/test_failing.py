"""The service fails, before the first byte or in mid-stream; the client leaves."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.testclient import TestClient

from api.errors import Unavailable
from api.web import rest
from api.web.app import create_app
from tests.exchange import error_code, request
from tests.serving import comes_true, publication_of, serving

PATH = "/rest/v1/data/DF_POP_MNAR_SEX_CPR_NB"
#: What no content coding makes smaller: a small answer would be sent whole.
PIECE = Random(1).randbytes(1 << 20)  # noqa: S311


@dataclass
class Source:
    """A use case in the data's place that writes what it is told to, and notes its end."""

    pieces: Iterator[Any]
    real: Any
    closed: threading.Event = field(default_factory=threading.Event)

    def __call__(self, *given: Any) -> Any:
        answer = self.real(*given)
        # Another tag: nothing that was kept of the real answer is sent in its place.
        return replace(answer, tag=uuid4().hex, open=self._open, close=self.closed.set)

    def _open(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            yield piece


@pytest.fixture
def writing(monkeypatch):
    """Put a source in the place of the data."""

    def put(pieces: Iterator[Any]) -> Source:
        formats, real = rest.USES["data"]
        source = Source(pieces, real)
        monkeypatch.setitem(rest.USES, "data", (formats, source))
        return source

    return put


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/xml"),
        ("application/json", "application/json"),
        ("text/csv", "text/plain; charset=utf-8"),
    ],
)
def test_a_failure_before_the_first_byte_is_a_500(client, writing, accept, media_type):
    source = writing(iter([ZeroDivisionError("secret")]))
    answer = request(client, PATH, headers={"Accept": accept})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == media_type
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["vary"] == "Accept, Accept-Encoding, Accept-Language"
    assert answer.headers["x-request-id"] in answer.text
    assert error_code(answer) == 500
    assert not {"secret", "Traceback", "<html"} & {*answer.text.split()}
    assert source.closed.wait(20)


def test_a_stream_that_is_over_the_limit_is_closed(settings, writing):
    """It was let in because it named a copy; that was another one, and the minute was over."""
    service = TestClient(create_app(settings.model_copy(update={"rate": 1})))
    assert request(service, PATH).status_code == 200
    source = writing(iter([PIECE] * 9))
    answer = request(service, PATH, headers={"If-None-Match": '"other"'})
    assert answer.status_code == 429
    assert source.closed.is_set()
    assert not publication_of(service.app).limits._open


def test_a_store_that_cannot_be_reached_is_a_503(client, writing):
    writing(iter([Unavailable("busy")]))
    answer = request(client, PATH)
    assert answer.status_code == 503
    assert error_code(answer) == 503
    assert int(answer.headers["retry-after"]) > 0


def test_a_failure_of_the_application_itself_has_a_message(settings, monkeypatch):
    broken = create_app(settings)
    monkeypatch.setattr(rest, "choose", lambda *_: 1 / 0)
    with TestClient(broken, raise_server_exceptions=False) as client:
        answer = request(client, "/rest/v2/structure/codelist")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_a_failure_in_mid_stream_breaks_the_connection(app, writing, coding):
    source = writing(iter([PIECE, PIECE, ZeroDivisionError("secret")]))
    with serving(app) as address, httpx.Client(base_url=address) as client:
        with client.stream("GET", PATH, headers={"Accept-Encoding": coding}) as answer:
            assert answer.status_code == 200
            with pytest.raises(httpx.RemoteProtocolError):
                list(answer.iter_raw())
        assert source.closed.wait(20)


def test_a_client_that_leaves_ends_its_query(app, writing):
    asked = threading.Event()

    def endless() -> Iterator[bytes]:
        while True:
            asked.set()
            yield PIECE

    source = writing(endless())
    with serving(app) as address:
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(f"GET {PATH} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert connection.recv(1024).startswith(b"HTTP/1.1 200")
        assert asked.is_set()
        assert source.closed.wait(20)


def test_a_client_that_leaves_frees_its_connection_to_the_store(server, app):
    """The real thing, cut off after its head: every connection is back afterwards."""
    store = publication_of(app).store
    # One connection may watch the store for releases.
    before = _held(store)
    port = int(server.rpartition(":")[2])
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"GET /rest/v2/data?format=xml HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.recv(1)
    assert comes_true(lambda: _held(store) == before)


def _held(store: Any) -> int:
    return int(store._database.engine.pool.checkedout())


def test_an_answer_in_the_middle_of_others(server):
    """A connection that is kept goes on after an error, a 304 and a HEAD."""
    with httpx.Client(base_url=server) as client:
        tag = client.get(PATH).headers["etag"]
        codes = [
            client.get("/rest/v1/nope").status_code,
            client.head(PATH).status_code,
            client.get(PATH, headers={"If-None-Match": tag}).status_code,
            client.get(PATH).status_code,
        ]
    assert codes == [400, 200, 304, 200]


def test_a_url_of_16_kilobytes(server):
    codes = "+".join(f"CDS_DES_{n:06d}" for n in range(1100))
    path = f"/rest/v1/data/DF_EMP_MNAO_SEX_CDS_NB/VNM.A..SEX_F.CDS_DES_JPN+{codes}"
    assert len(path) > 16000
    answer = httpx.get(server + path, timeout=60)
    assert answer.status_code == 200
    assert answer.headers["x-obs-count"] == "4"


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/rest/v1/codelist/VN1/{}", "", "application/xml"),
        ("/rest/v1/data/DF_X?c={}", "application/json", "application/json"),
        ("/rest/v2/data/dataflow/VN1/DF_X/*/{}", "", "application/json"),
        ("/rest/v2/data?c[X]={}", "text/csv", "text/plain; charset=utf-8"),
        ("/api/search?q={}", "", "application/problem+json"),
    ],
)
@pytest.mark.parametrize("size", [66_000, 1_000_000])
def test_a_url_that_is_too_long_is_a_414(app, path, accept, media_type, size):
    with serving(app, "api.web.patience:Patient") as address:
        answer = _raw(int(address.rpartition(":")[2]), path.format("X" * size), accept)
    assert answer.startswith(b"HTTP/1.1 414 ")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"content-type: {media_type}".encode() in head
    assert b"access-control-allow-origin: *" in head
    assert b"65535 bytes" in body
    assert len(answer) < 3000


def _raw(port: int, path: str, accept: str) -> bytes:
    """The answer to a GET, to the letter; httpx sends no URL that long."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as one:
        head = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\nConnection: close\r\n\r\n"
        one.sendall(head.encode())
        answer = b""
        while piece := one.recv(1 << 16):
            answer += piece
    return answer


def test_a_url_of_64_kilobytes_is_read(server):
    answer = httpx.get(f"{server}/rest/v1/codelist/VN1/{'X' * 60000}", timeout=60)
    assert answer.status_code == 404
    assert len(answer.text) < 2000


@pytest.mark.parametrize("path", [PATH, "/rest/v2/data/dataflow/VN1/DF_POP_MNAR_SEX_CPR_NB"])
def test_a_body_that_is_not_utf_8_is_a_400(client, path):
    answer = request(client, path, "post", body=b"key=A\xff.B")
    assert answer.status_code == 400
    assert error_code(answer) == (140 if "/v1/" in path else 400)
    assert "the body is not UTF-8: byte 6 is 0xFF" in answer.text


def test_a_body_that_is_too_long_is_a_413(client):
    answer = request(client, PATH, "post", body=b"key=" + b"A+" * (1 << 19) + b"A")
    assert answer.status_code == 413
    assert error_code(answer) == 130
