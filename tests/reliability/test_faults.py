"""What docs/reliability.md promises of each fault, by doing it. One test a row of its table."""

import os
import resource
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool
from starlette.testclient import TestClient

from api.settings import PROJECT, Settings, now
from api.web import app as wiring
from tests.conftest import new_database
from tests.processes import command, environment, served
from tests.serving import comes_true, publication_of
from tests.web.test_process import END, LARGE, Download

DATA = "/rest/v1/data/DF_EMP_MNAO_SEX_CDS_NB/VNM.A..SEX_F.CDS_DES_JPN?format=csv"


def asked(service: TestClient, path: str = DATA, **headers: str) -> httpx.Response:
    return service.get(path, headers={"accept-encoding": "identity", **headers})


def unavailable(service: TestClient) -> None:
    """Said in words, with an instant to come back at; alive, and not ready."""
    assert asked(service, "/health/ready").status_code == 503
    # Another answer than those already made, which need no store.
    answer = asked(service, f"{DATA}&lastNObservations={time.monotonic_ns() % 10**9 + 100}")
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["retry-after"]) > 0
    assert "Traceback" not in answer.text
    assert asked(service, "/health/live").status_code == 200
    assert "ilms_store_up 0.0" in asked(service, "/metrics").text


def available(service: TestClient) -> None:
    answer = asked(service, f"{DATA}&lastNObservations={time.monotonic_ns() % 10**9 + 100}")
    assert answer.status_code == 200, answer.text
    assert "34.523" in answer.text
    assert asked(service, "/health/ready").status_code == 200


def test_a_file_that_is_gone_and_comes_back(shipped: str, tmp_path: Path):
    service = TestClient(wiring.create_app(Settings(database_url=shipped, rate=10_000)))
    available(service)
    publication_of(service.app).store.close()  # connections that are open keep the file they have
    away = tmp_path / "away"
    away.mkdir()
    for path in tmp_path.glob("ilms.sqlite*"):
        path.rename(away / path.name)
    unavailable(service)
    assert not (tmp_path / "ilms.sqlite").exists(), "no empty store in its place"
    for path in away.iterdir():
        path.rename(tmp_path / path.name)
    available(service)


def test_a_server_that_is_gone_and_comes_back(tmp_path: Path):
    """Connections are ended and refused, then taken again; nobody restarts the service."""
    with new_database("postgresql", tmp_path) as url:
        service = TestClient(wiring.create_app(Settings(database_url=url, rate=10_000)))
        available(service)
        name = make_url(url).database
        server = create_engine(
            make_url(url).set(database="postgres"),
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
        )
        with server.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                ),
                {"name": name},
            )
            unavailable(service)
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
        assert comes_true(lambda: asked(service, "/health/ready").status_code == 200)
        available(service)
        publication_of(service.app).store.close()


def test_a_worker_that_is_killed_in_mid_download(shipped: str, tmp_path: Path):
    """Its download breaks off and does not end as if it were whole; another takes its place."""
    with served(shipped, tmp_path, "--workers", 2) as service:
        workers = service.workers()
        begun = Download(service.address, LARGE)
        mine = next(pid for pid in workers if _serves(pid, begun))
        os.kill(mine, signal.SIGKILL)
        assert not begun.read_on().endswith(END)
        begun.close()
        assert httpx.get(service.address + DATA, timeout=30).status_code == 200

        def whole_again() -> bool:
            found = service.workers()
            return len(found) == 2 and mine not in found

        assert comes_true(whole_again, seconds=60)
        assert httpx.get(service.address + DATA, timeout=60).status_code == 200
        assert "ilms_open_requests 1.0" in httpx.get(service.address + "/metrics", timeout=60).text


def _serves(pid: int, download: Download) -> bool:
    """Whether a process holds the other end of a connection."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    # Connections that ended a while ago are listed too, under no socket of anyone.
    sockets = {
        f"socket:[{fields[9]}]"
        for fields in lines
        if int(fields[2].partition(":")[2], 16) == download.port
    }
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            if str(one.readlink()) in sockets:
                return True
    return False


class Clock:
    """A clock that jumps."""

    def __init__(self) -> None:
        self.jump = timedelta()

    def __call__(self) -> datetime:
        return now() + self.jump


@pytest.mark.parametrize("jump", [timedelta(days=-1), timedelta(hours=-1), timedelta(days=400)])
def test_a_clock_that_jumps(shipped: str, monkeypatch: pytest.MonkeyPatch, jump: timedelta):
    """Answers go on, are of the time the clock tells, and are the same again when it is right."""
    clock = Clock()
    monkeypatch.setattr(wiring, "now", clock)
    service = TestClient(wiring.create_app(Settings(database_url=shipped, rate=20)))
    before = asked(service)
    clock.jump = jump
    monkeypatch.setattr(time, "time", lambda: clock().timestamp())
    during = [asked(service) for _ in range(5)]
    assert {one.status_code for one in during} <= {200, 404}
    assert asked(service, "/health/ready").status_code == 200
    clock.jump = timedelta()
    after = asked(service)
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])


def test_a_clock_that_jumps_back_bans_nobody(shipped: str, monkeypatch: pytest.MonkeyPatch):
    at = 1_800_000_030.0
    monkeypatch.setattr(time, "time", lambda: at)
    service = TestClient(wiring.create_app(Settings(database_url=shipped, rate=2)))
    assert [asked(service).status_code for _ in range(3)] == [200, 200, 429]
    at -= 86_400
    assert asked(service).status_code == 200


def test_a_folder_of_downloads_that_cannot_be_written(shipped: str, tmp_path: Path):
    """Keeping is a favour: answers do not need it."""
    (tmp_path / "file").write_text("not a folder")
    known = Settings(database_url=shipped, keep=tmp_path / "file" / "kept")
    service = TestClient(wiring.create_app(known))
    answer = service.get(f"{DATA.partition('/VNM')[0]}?format=csv")
    assert answer.status_code == 200


def test_a_disk_that_fills_while_exporting(shipped: str, tmp_path: Path):
    """No manifest, no files, exit code 1, and the reason."""

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = subprocess.run(  # noqa: S603
        command("export", tmp_path / "folder"),
        env=environment(shipped),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=small,
    )
    assert done.returncode == 1, done.stdout
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "folder").iterdir()) == []


def test_definitions_that_break_before_a_restart(settings: Settings, shipped: str, tmp_path: Path):
    """The last good ones are served, and readiness says so."""
    project = tmp_path / "project"
    for name in ("codelists", "dataflows", "sources"):
        shutil.copytree(settings.project / name, project / name)
    (project / "codelists" / "CL_SEX.toml").write_text("[codes")
    with served(shipped, tmp_path, project=project) as service:
        ready = httpx.get(service.address + "/health/ready").json()
        assert ready["status"] == "degraded"
        assert "CL_SEX" in ready["problems"][0]
        assert "34.523" in httpx.get(service.address + DATA).text
        assert "ilms_definitions_broken 1.0" in httpx.get(service.address + "/metrics").text
