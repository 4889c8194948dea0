"""What leaves for an answer: headers, whole or in pieces, again when it became another."""

import threading

import anyio
import pytest
from starlette.testclient import TestClient

from api.errors import Unavailable
from tests.web.responding import PIECE, Leaving, Source, application, scope, sending


@pytest.fixture
def asking(tmp_path):
    """A client of a source, and what its process shares."""

    def make(source, **room):
        shared = sending(tmp_path / "downloads", **room)
        client = TestClient(application(source, shared))
        client.headers.clear()
        return client

    return make


def test_a_small_answer_has_its_length_and_its_count(asking):
    source = Source(lambda: [b"a,b\r\n", b"1,2\r\n"])
    answer = asking(source).get("/")
    assert answer.content == b"a,b\r\n1,2\r\n"
    assert answer.headers["content-length"] == "10"
    assert answer.headers["x-obs-count"] == "3"
    assert answer.headers["content-type"] == "application/vnd.sdmx.data+csv;version=1.0.0"
    assert answer.headers["server-timing"].startswith("write;dur=")
    assert source.closed == 1


@pytest.mark.parametrize("expected", [None, 7])
def test_a_large_answer_tells_its_count_where_it_is_known(asking, expected):
    source = Source(lambda: [PIECE, PIECE], expected=expected)
    answer = asking(source).get("/")
    assert answer.content == PIECE + PIECE
    assert "content-length" not in answer.headers
    assert answer.headers.get("x-obs-count") == (expected and str(expected))
    assert source.closed == 1


def test_head_of_a_large_answer_writes_its_beginning_only(asking):
    read = []

    def pieces():
        for number in range(1000):
            read.append(number)
            yield PIECE

    source = Source(pieces, expected=1000)
    answer = asking(source).head("/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["x-obs-count"] == "1000"
    assert len(read) < 3
    assert source.closed == 1


def test_304_opens_nothing(asking):
    source = Source(lambda: [b"x"])
    answer = asking(source).get("/", headers={"If-None-Match": '"tag"'})
    assert answer.status_code == 304
    assert source.opened == 0


def test_an_answer_that_became_another_is_begun_again(asking):
    source = Source(lambda: [b"x"], current=[False, False])
    assert asking(source).get("/").content == b"x"
    assert (source.opened, source.closed) == (3, 3)


def test_an_answer_that_never_stands_still_is_refused(asking):
    source = Source(lambda: [b"x"], current=[False] * 10)
    with pytest.raises(Unavailable):
        asking(source).get("/")
    assert source.opened == source.closed


def test_a_failure_at_the_beginning_is_raised_as_it_is(asking):
    def pieces():
        raise Unavailable("busy")
        yield b""

    source = Source(pieces)
    with pytest.raises(Unavailable):
        asking(source).get("/")
    assert source.closed == 1


def _leave(source, shared, leaving):
    async def run():
        app = application(source, shared)
        await app(scope(), leaving.receive, leaving.send)

    anyio.run(run)


def test_a_client_that_leaves_before_the_first_byte_ends_the_query(tmp_path):
    waiting = threading.Event()

    def pieces():
        waiting.set()
        assert source.stopped.wait(20)
        raise Unavailable("the answer was abandoned")
        yield b""

    source = Source(pieces)
    _leave(source, sending(tmp_path), Leaving(when=waiting))
    assert source.stopped.is_set()
    assert source.closed == 1


def test_a_client_that_leaves_in_mid_stream_ends_the_query(tmp_path):
    def pieces():
        yield PIECE
        yield PIECE
        assert source.stopped.wait(20)
        raise Unavailable("the answer was abandoned")

    source = Source(pieces)
    leaving = Leaving(after=2)
    _leave(source, sending(tmp_path), leaving)
    assert source.closed == 1
    assert not any(message.get("more_body") is False for message in leaving.messages)


def test_a_failure_in_mid_stream_does_not_end_the_message(tmp_path):
    def pieces():
        yield PIECE
        yield PIECE
        raise ZeroDivisionError

    source = Source(pieces)
    leaving = Leaving(after=100)
    with pytest.raises(ExceptionGroup) as caught:
        _leave(source, sending(tmp_path), leaving)
    assert caught.value.subgroup(ZeroDivisionError)
    assert source.closed == 1
    assert not any(message.get("more_body") is False for message in leaving.messages)
