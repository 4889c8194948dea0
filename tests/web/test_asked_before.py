"""A question about structures asked again is answered on the spot, as long as nothing changed."""

import pytest
from starlette.testclient import TestClient

from api.settings import Settings
from api.web import rest
from api.web.app import create_app
from tests.exchange import request
from tests.serving import publication_of

URL = "/rest/v2/structure/codelist/VN1/CL_SEX/1.0.0"
ACTUAL = "/rest/v1/actualconstraint/VN1?detail=allstubs"


@pytest.fixture
def app(shipped):
    return create_app(Settings(database_url=shipped, rate=10**6, log_level="error"))


@pytest.fixture
def made(monkeypatch):
    """A list that gets longer with every answer that is made."""
    found = []
    real = rest.answer
    monkeypatch.setattr(rest, "answer", lambda *given: found.append(1) or real(*given))
    return found


@pytest.fixture
def client(app):
    found = TestClient(app)  # not as a context: nothing is warmed beside the test
    found.headers.clear()
    publication_of(app).store.visible()
    return found


@pytest.mark.parametrize(
    ("headers", "again"),
    [
        ({}, {}),
        ({"Accept-Encoding": "gzip"}, {"Accept-Encoding": "gzip"}),
        ({"Accept": "application/xml"}, {"Accept": "application/xml"}),
    ],
)
def test_the_same_question_is_not_read_again(client, made, headers, again):
    first = request(client, URL, headers=headers)
    second = request(client, URL, headers=again)
    assert len(made) == 1
    assert second.content == first.content
    told = ("etag", "last-modified", "content-type", "content-language", "vary", "cache-control")
    assert [second.headers.get(name) for name in told] == [first.headers[name] for name in told]
    assert second.headers.get("content-encoding") == first.headers.get("content-encoding")


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "application/xml"},
        {"Accept-Language": "vi"},
        {"Accept-Encoding": "gzip"},
        {"Host": "elsewhere.example"},
    ],
)
def test_another_representation_is_another_question(client, made, headers):
    first, other = request(client, URL), request(client, URL, headers=headers)
    assert len(made) == 2
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("known", [False, True])
def test_head_and_304_are_the_same_either_way(client, made, known):
    first = request(client, URL)
    if not known:
        publication_of(client.app).asked_before._known.clear()
    head = request(client, URL, "head")
    assert (head.content, head.headers["content-length"]) == (b"", str(len(first.content)))
    if not known:
        publication_of(client.app).asked_before._known.clear()
    for name, value in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")):
        answer = request(client, URL, headers={value: first.headers[name]})
        assert (answer.status_code, answer.headers["etag"]) == (304, first.headers["etag"])
    assert (len(made) == 1) == known
    assert request(client, URL, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_release_makes_it_another_answer(client, made):
    first = request(client, ACTUAL)
    assert request(client, ACTUAL).headers["etag"] == first.headers["etag"]
    store = publication_of(client.app).store
    mark = store.mark()
    with store._database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE edition SET number = number + 1")
    assert store.mark() is None  # the list has to be read again
    assert request(client, ACTUAL).status_code == 200
    assert store.mark() not in (None, mark)
    assert len(made) == 2


def test_errors_are_not_kept(client, made):
    for _ in range(2):
        assert request(client, f"{URL}?references=everything").status_code == 400
    assert len(made) == 2
