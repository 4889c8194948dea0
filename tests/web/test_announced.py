"""A release to come: unknown to every reader until it is announced, and then its instant only."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from starlette.testclient import TestClient

from api.cli import main
from api.settings import PROJECT, Settings
from api.settings import now as real_now
from api.web.app import create_app

SOURCE = "DOLAB/contract-workers-annual"
TABLE = PROJECT / "sources" / SOURCE / "2023-vamas.csv"
DUE = (real_now() + timedelta(days=30)).replace(hour=2, minute=0, second=0, microsecond=0)

#: What readers see that could tell of it, and what must never.
PORTAL = (
    *("/api/tables", "/api/tables/18", "/api/dataflows", "/api/view/18", "/api/changes"),
    *("/api/changes?format=atom&lang=en", "/en/tables/18", "/vi/tables/18", "/vi/releases"),
)
SDMX = (
    "/rest/v1/data/VN1,DF_EMP_MNAO_SEX_CDS_NB",
    "/rest/v2/registration/provider/VN1/DOLAB",
    "/rest/v1/availableconstraint/VN1,DF_EMP_MNAO_SEX_CDS_NB",
    "/rest/v1/dataflow/VN1",
)


class Clock:
    offset = timedelta()

    def __call__(self):
        return real_now() + self.offset


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("api.web.app.now", made)
    return made


@pytest.fixture
def service(shipped: str, clock: Clock) -> Iterator[TestClient]:  # noqa: ARG001 - told first
    app = create_app(Settings(database_url=shipped, rate=10**6, log_level="error"))
    with TestClient(app) as found:
        yield found


Run = Callable[..., Result]


@pytest.fixture
def run(shipped: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ILMS_DATABASE_URL", shipped)
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments)])


@pytest.fixture
def pending(run: Run, tmp_path: Path) -> str:
    """The number of a release that is to come, with a figure found nowhere else."""
    table = tmp_path / "coming.csv"
    table.write_text(TABLE.read_text("utf-8").replace("1.073", "1.074"), "utf-8")
    due = f"{DUE:%Y-%m-%dT%H:%M:%S+00:00}"
    done = run("publish", SOURCE, table, "--at", due, "--reason", "a fixture")
    assert done.exit_code == 0, done.output
    return re.search(r"^release (\d+)", done.output, re.MULTILINE)[1]  # type: ignore[index]


def everything(service: TestClient, addresses: tuple[str, ...]) -> list[tuple[str, bytes]]:
    found = [service.get(address) for address in addresses]
    assert {one.status_code for one in found} == {200}
    return [(one.headers["etag"], one.content) for one in found]


def test_pending_alone_tells_nothing(service: TestClient, request: pytest.FixtureRequest):
    before = everything(service, PORTAL + SDMX)
    request.getfixturevalue("pending")
    assert everything(service, PORTAL + SDMX) == before


def test_announced_it_is_told_and_nothing_else(
    service: TestClient, clock: Clock, run: Run, pending: str
):
    portal, sdmx = everything(service, PORTAL), everything(service, SDMX)
    done = run("announce", pending)
    assert (done.exit_code, done.output[:15]) == (0, "announcement 1:")
    instant = f"{DUE:%Y-%m-%dT%H:%M:%SZ}"
    for address in ("/api/tables/18", "/api/view/18"):
        assert service.get(address).json()["next_release"] == instant
    assert service.get("/api/tables/17").json()["next_release"] is None
    told = service.get("/api/changes").json()["items"][0]
    assert (told["kind"], told["instant"], told["release"]) == ("announcement", instant, None)
    assert told["counts"] is None
    feed = service.get("/api/changes?format=atom&lang=en").text
    assert 'term="announcement"' in feed
    local = f"{DUE + timedelta(hours=7):%H:%M}"
    for page in ("/vi/tables/18", "/en/tables/18", "/vi/releases", "/en/releases"):
        assert local in service.get(page).text
    for (tag, _), (new, body) in zip(portal, everything(service, PORTAL), strict=True):
        assert tag != new
        assert b"coming.csv" not in body
    assert everything(service, SDMX) == sdmx
    stale = service.get("/api/tables/18", headers={"If-None-Match": portal[1][0]})
    assert stale.status_code == 200

    clock.offset = DUE - real_now() + timedelta(seconds=1)
    assert service.get("/api/tables/18").json()["next_release"] is None
    changes = service.get("/api/changes").json()["items"]
    assert [one["kind"] for one in changes[:2]] == ["data", "announcement"]


def test_withdrawn_it_is_cancelled(service: TestClient, run: Run, pending: str):
    run("announce", pending)
    assert run("withdraw", pending, "--reason", "a secret").exit_code == 0
    assert service.get("/api/tables/18").json()["next_release"] is None
    listed = service.get("/api/changes")
    assert [one["kind"] for one in listed.json()["items"][:2]] == ["cancellation", "announcement"]
    assert "a secret" not in listed.text


def test_figures_that_are_not_there_yet_are_announced(service: TestClient, run: Run):
    assert run("announce", SOURCE, "--at", f"{DUE:%Y-%m-%dT%H:%M:%S+00:00}").exit_code == 0
    assert service.get("/api/tables/18").json()["next_release"] is not None
    assert "(coming)" in run("announcements").output
    assert run("cancel", 1).exit_code == 0
    assert service.get("/api/tables/18").json()["next_release"] is None
    assert "(taken back)" in run("announcements").output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((SOURCE,), "when? write --at"),
        ((SOURCE, "--at", "2020-01-01"), "is past"),
        (("1",), "is visible since"),
        (("1", "--at", "2090-01-01"), "leave --at out"),
        (("DOLAB/nothing", "--at", "2090-01-01"), "DOLAB/nothing"),
        (("ILO/ilostat-inflow-by-activity", "--at", "2090-01-01"), "not published"),
    ],
)
def test_what_cannot_be_announced(run: Run, arguments: tuple[str, ...], says: str):
    done = run("announce", *arguments)
    assert done.exit_code != 0
    assert says in done.output
