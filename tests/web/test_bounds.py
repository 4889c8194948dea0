"""Limits of one request: its time, its size. Said before the first byte."""

import pytest
from starlette.testclient import TestClient

from api.settings import Settings
from api.store.engine import Reader
from api.web.app import create_app
from tests.serving import publication_of

DATA = "/rest/v1/data/DF_EMP_MNAO_SEX_CDS_NB"

#: A statement without an end, per database.
_ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c"


def test_an_answer_that_does_not_begin_in_time(database_url, monkeypatch):
    app = create_app(Settings(database_url=database_url, request_seconds=0.5))
    service = TestClient(app, raise_server_exceptions=False)
    # What is the same for all requests is made by the first one.
    assert service.get(f"{DATA}?format=csv&lastNObservations=1").status_code == 200
    real = Reader.batches

    def slow(self, sql, parameters=()):
        if 'FROM "series_' in sql:
            next(real(self, _ENDLESS))
        return real(self, sql, parameters)

    with monkeypatch.context() as patch:
        patch.setattr(Reader, "batches", slow)
        answer = service.get(f"{DATA}?format=csv")
    assert answer.status_code == 503
    assert "did not begin within 0.5 seconds" in answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert service.get(f"{DATA}?format=csv").status_code == 200
    publication_of(app).store.close()


#: Answers that read the store and are no data: availability, metadata of changes, portal, pages.
_OTHERS = (
    "/rest/v1/availableconstraint/DF_EMP_MNAO_SEX_CDS_NB/.A...",
    "/rest/v2/availability/dataflow/VN1/DF_EMP_MNAO_SEX_CDS_NB/*?c[FREQ]=A",
    "/api/view/18?startPeriod=2001",
    "/api/observations/DF_EMP_MNAO_SEX_CDS_NB?startPeriod=2001",
    "/api/revisions/DF_EMP_MNAO_SEX_CDS_NB?limit=7",
    "/vi/tables/18?startPeriod=2001",
    "/charts/18/lines.svg?startPeriod=2001",
)


@pytest.fixture(scope="module")
def hasty(settings, app):  # noqa: ARG001 - publishes
    made = create_app(settings.model_copy(update={"request_seconds": 0.5}))
    service = TestClient(made, raise_server_exceptions=False)
    assert service.get("/health/ready").status_code == 200
    service.get("/api/tables")
    yield service
    publication_of(made).store.close()


@pytest.mark.parametrize("path", _OTHERS)
def test_no_other_answer_may_take_longer(hasty, monkeypatch, path):
    real = Reader.batches

    def slow(self, sql, parameters=()):
        if "series_" in sql:
            next(real(self, _ENDLESS))
        return real(self, sql, parameters)

    with monkeypatch.context() as patch:
        patch.setattr(Reader, "batches", slow)
        answer = hasty.get(path)
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize(
    ("format", "status"), [("xlsx", 413), ("json-stat", 413), ("csv", 200), ("jsondata", 200)]
)
def test_an_answer_made_whole_has_a_size(settings, app, format, status):  # noqa: ARG001
    """Formats that leave as they are made have none."""
    service = TestClient(create_app(settings.model_copy(update={"held_observations": 20})))
    answer = service.get(f"{DATA}?format={format}")
    assert answer.status_code == status, answer.text
    if status == 413:
        assert "more than 20 observations" in answer.text


def test_limits_are_told(client):
    told = client.get("/api/limits").json()
    assert told["held_observations"] == 5_000_000
    assert (told["request_seconds"], told["header_seconds"], told["stall_seconds"]) == (60, 15, 60)
    assert told["worksheet_rows"] == 1_047_576
