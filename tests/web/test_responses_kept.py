"""Small answers kept in memory: the same bytes, without asking the store again."""

import pytest
from starlette.testclient import TestClient

from api.web.kept_answers import LARGE, KeptAnswer, KeptAnswers
from tests.web.responding import PIECE, Source, application, sending


@pytest.fixture
def source():
    return Source(lambda: [b"key,value\r\n" * 100])


@pytest.fixture
def client(source, tmp_path):
    made = TestClient(application(source, sending(tmp_path)))
    made.headers.clear()
    return made


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_a_repeated_answer_is_not_written_again(client, source, coding):
    first, again = (client.get("/", headers={"Accept-Encoding": coding}) for _ in range(2))
    assert source.opened == 1
    assert again.content == first.content
    for name in ("etag", "content-length", "x-obs-count", "content-type", "vary", "last-modified"):
        assert again.headers[name] == first.headers[name]
    assert again.headers.get("content-encoding") == first.headers.get("content-encoding")


@pytest.mark.parametrize(("data", "opened"), [(True, 2), (False, 1)])
def test_structures_are_kept_up_to_a_megabyte(client, source, data, opened):
    source.pieces, source.data = lambda: [PIECE, PIECE], data
    for _ in range(2):
        assert client.get("/", headers={"Accept-Encoding": "identity"}).content == PIECE + PIECE
    assert source.opened == opened


def test_each_content_coding_is_kept_for_itself(client, source):
    for coding in ("identity", "gzip", "zstd", "gzip"):
        assert client.get("/", headers={"Accept-Encoding": coding}).status_code == 200
    assert source.opened == 3


def test_another_release_is_another_answer(client, source):
    client.get("/")
    source.tag, source.pieces = "other", lambda: [b"new"]
    assert client.get("/").content == b"new"


def test_head_of_a_kept_answer_has_its_length(client, source):
    length = client.get("/").headers["content-length"]
    answer = client.head("/")
    assert (answer.content, answer.headers["content-length"]) == (b"", length)
    assert source.opened == 1


def test_an_answer_that_became_another_while_it_was_begun_is_not_kept(client, source):
    source.current = [False]
    bodies = iter([[b"old tag, new figures"], [b"new"], [b"later"]])
    source.pieces = lambda: next(bodies)
    assert client.get("/").content == b"new"
    assert client.get("/").content == b"new"


def test_what_was_not_used_for_longest_goes_first():
    kept = KeptAnswers(room=30)
    for tag in "abc":
        kept.keep(tag, KeptAnswer(tag.encode() * 10, 1))
    assert kept.of("a")
    kept.keep("d", KeptAnswer(b"d" * 10, None))
    assert [tag for tag in "abcd" if kept.of(tag)] == ["a", "c", "d"]


def test_an_answer_kept_twice_counts_once():
    kept = KeptAnswers(room=25)
    for tag in ("a", "a", "a", "b"):
        kept.keep(tag, KeptAnswer(b"x" * 10, None))
    assert kept.of("a")
    assert kept.of("b")


def test_large_answers_are_not_kept():
    kept = KeptAnswers()
    kept.keep("a", KeptAnswer(b"x" * (LARGE + 1), None))
    assert kept.of("a") is None
