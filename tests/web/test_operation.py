"""Health, metrics, the log and the limits, as an operations team meets them."""

import json
import logging
import time

import pytest
from pydantic import SecretStr
from starlette.requests import Request
from starlette.testclient import TestClient

from api.errors import Unavailable
from api.model.report import Finding
from api.settings import Settings
from api.store.store import Store
from api.web import app as wiring
from api.web.app import create_app
from api.web.observing import JsonLines, resource_of
from tests.exchange import request
from tests.serving import publication_of

DATA = "/rest/v1/data/DF_EMP_MNAO_SEX_CDS_NB/VNM.A..SEX_F.CDS_DES_JPN?format=csv"


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    return f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}"


@pytest.fixture
def client(url):
    def make(**settings):
        app = create_app(Settings(database_url=url, log_level="info", **settings))
        return TestClient(app, raise_server_exceptions=False)

    return make


def test_live_and_ready(client):
    service = client()
    assert service.get("/health/live").json() == {"status": "live"}
    ready = service.get("/health/ready")
    assert ready.headers["cache-control"] == "no-store"
    assert ready.json()["status"] == "ready"
    assert ready.json()["releases"] > 20


def test_a_store_that_is_away_is_not_ready(client, monkeypatch):
    service = client()

    def away(*_):
        raise Unavailable("the store cannot be reached")

    monkeypatch.setattr(Store, "visible", away)
    ready = service.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (503, "unavailable")
    answer = service.get(DATA)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert service.get("/health/live").status_code == 200


def test_broken_definitions_are_degraded_not_down(client, monkeypatch):
    real = wiring.in_force

    def broken(*arguments):
        found = real(*arguments)
        return type(found)(found.definitions, (Finding(rule="SYNTAX", message="broken"),))

    monkeypatch.setattr(wiring, "in_force", broken)
    ready = client().get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    assert "SYNTAX broken" in ready.json()["problems"][0]


def test_requests_are_counted_by_resource(client):
    service = client()
    service.get(DATA)
    text = service.get("/metrics").text
    assert 'ilms_requests_total{resource="data",status="200"}' in text
    assert 'ilms_request_seconds_bucket{format="application/vnd.sdmx.data+csv"' in text


RESOURCES = {
    "/rest/v1/data/X": "data",
    "/rest/v2/availability/dataflow/X": "availability",
    "/rest/v1/codelist/all": "structure",
    "/api/tables": "api",
    "/vi/18": "vi",
    "/wp-admin.php": "other",
    "/": "other",
}


@pytest.mark.parametrize(("path", "resource"), RESOURCES.items())
def test_paths_are_counted_under_few_words(path, resource):
    assert resource_of(path) == resource


def test_a_line_of_log_has_the_id_and_no_address(client, caplog):
    logger = logging.getLogger("ilms")
    service = client(harvester_keys=SecretStr("s3cret"))
    logger.addHandler(caplog.handler)
    try:
        answer = service.get(DATA, headers={"x-request-id": "abc-1", "x-api-key": "s3cret"})
    finally:
        logger.removeHandler(caplog.handler)
    line = JsonLines().format(caplog.records[-1])
    fields = json.loads(line)
    assert answer.headers["x-request-id"] == fields["request"] == "abc-1"
    assert fields["status"] == 200
    assert "testclient" not in line
    assert "s3cret" not in line


def test_an_id_that_is_not_plain_is_not_repeated(client):
    answer = client().get(DATA, headers={"x-request-id": "<script>"})
    assert answer.headers["x-request-id"].isalnum()


def test_an_error_tells_the_request(client):
    answer = client().get("/rest/v1/data/DF_X", headers={"x-request-id": "abc-2"})
    assert answer.status_code == 404
    assert "abc-2" in answer.text


class TestLimits:
    """Three data answers a minute for the stranger, more for the harvester."""

    @pytest.fixture(autouse=True)
    def _still(self, monkeypatch):
        """The clock stands still, in the middle of a minute."""
        monkeypatch.setattr(time, "time", lambda: 1_800_000_030.0)

    @pytest.fixture
    def service(self, client):
        return client(rate=3, rate_with_key=9, harvester_keys=SecretStr("key-one key-two"))

    def test_what_is_left_is_told_and_then_refused_kindly(self, service):
        left = [service.get(DATA).headers["ratelimit-remaining"] for _ in range(3)]
        assert left == ["2", "1", "0"]
        refused = service.get(DATA)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["retry-after"]) <= 60
        assert "/api/limits" in refused.text

    def test_structures_head_errors_and_304_are_free(self, service):
        tag = service.get(DATA).headers["etag"]
        for _ in range(5):
            assert service.get("/rest/v1/dataflow/VN1?detail=allstubs").status_code == 200
            assert service.head(DATA).status_code == 200
            assert service.get("/rest/v1/data/DF_X").status_code == 404
            assert service.get(DATA, headers={"if-none-match": tag}).status_code == 304
        assert service.get(DATA).headers["ratelimit-remaining"] == "1"

    def test_a_304_is_answered_to_who_is_over_the_limit(self, service):
        tags = {service.get(DATA).headers["etag"] for _ in range(3)}
        (tag,) = tags
        assert service.get(DATA).status_code == 429
        assert service.get(DATA, headers={"if-none-match": tag}).status_code == 304
        assert service.get(DATA, headers={"if-none-match": '"other"'}).status_code == 429

    @pytest.mark.parametrize(
        "path",
        [
            "/api/observations/DF_EMP_MNAO_SEX_CDS_NB?format=csv",
            "/rest/v2/data.csv",
            "/rest/v2/data",
            "/rest/v1//data/DF_EMP_MNAO_SEX_CDS_NB?lastNObservations=1",
            "//rest/v2//data/dataflow/VN1/DF_EMP_MNAO_SEX_CDS_NB",
        ],
    )
    def test_data_count_under_every_address(self, service, path):
        left = [request(service, path).headers.get("ratelimit-remaining") for _ in range(3)]
        assert left == ["2", "1", "0"]
        refused = request(service, path)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert service.head(DATA).status_code == 200

    def test_pages_of_observations_are_free(self, service):
        for _ in range(5):
            answer = service.get("/api/observations/DF_EMP_MNAO_SEX_CDS_NB?limit=1")
            assert answer.status_code == 200
            assert "ratelimit-limit" not in answer.headers

    def test_a_known_key_may_ask_more(self, service):
        headers = {"x-api-key": "key-two"}
        assert service.get(DATA, headers=headers).headers["ratelimit-limit"] == "9"
        assert service.get(DATA, headers={"x-api-key": "guess"}).headers["ratelimit-limit"] == "3"


def test_requests_at_a_time(client):
    service = client(concurrency=1)
    limits = publication_of(service.app).limits

    another = Request({"type": "http", "headers": [], "client": ("testclient", 50000)})
    leave = limits.admit(another)
    assert service.get(DATA).status_code == 429
    assert service.get("/api/observations/DF_POP_MNAR_SEX_CPR_NB?format=csv").status_code == 429
    leave()
    assert service.get(DATA).status_code == 200
    assert not limits._open


def test_this_very_machine_is_not_limited(url):
    app = create_app(Settings(database_url=url, rate=1))
    local = TestClient(app, client=("127.0.0.1", 50000))
    answers = [local.get(DATA) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 200]
