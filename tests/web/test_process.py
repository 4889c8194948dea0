"""`ilms serve` as a process: workers, ending, clients that are slow."""

import os
import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from api.settings import PROJECT
from tests.conftest import new_database
from tests.processes import Served, ilms, served
from tests.serving import comes_true

TABLE = PROJECT / "sources/DOLAB/contract-workers-annual/2023-vamas.csv"
DATA = "/rest/v1/data/DF_EMP_MNAO_SEX_CDS_NB/VNM.A..SEX_T.CDS_DES_JPN?format=csv"
#: Four megabytes, more than the buffers between a service and a client that does not read.
LARGE = "/rest/v1/structure/all/all/all?detail=full&format=structure"
#: The last, empty piece of an answer that is whole.
END = b"\r\n0\r\n\r\n"


@contextmanager
def asleep(workers: list[int]) -> Iterator[None]:
    """These processes do nothing until the block ends."""
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)


def test_a_publish_shows_in_every_worker(backend: str, tmp_path: Path):
    """From a process of its own; each worker in turn is the only one awake."""
    row = "2031,Nhật Bản,81.234,,,,,2020-01-01,,"
    table = tmp_path / "table.csv"
    table.write_text(TABLE.read_text().splitlines()[0] + f"\n{row}\n")
    with new_database(backend, tmp_path) as url, served(url, tmp_path, "--workers", 2) as service:
        workers = service.workers()
        assert len(workers) == 2
        for _ in range(10):
            assert "81.234" not in httpx.get(service.address + DATA).text
        done = ilms(url, "publish", "DOLAB/contract-workers-annual", table)
        assert done.returncode == 0, done.stdout + done.stderr
        for one in workers:
            with asleep([pid for pid in workers if pid != one]):

                def shows() -> bool:
                    return "81.234" in httpx.get(service.address + DATA).text

                # Asking takes some of it; the promise is a second.
                assert comes_true(shows, seconds=2)


def test_metrics_are_of_all_workers(shipped: str, tmp_path: Path):
    with served(shipped, tmp_path, "--workers", 2) as service:
        workers = service.workers()
        for one in workers:
            with asleep([pid for pid in workers if pid != one]):
                assert httpx.get(service.address + DATA).status_code == 200
        text = httpx.get(service.address + "/metrics").text
    assert 'ilms_requests_total{resource="data",status="200"} 2.0' in text
    assert "ilms_store_up 1.0" in text
    assert "ilms_releases 28.0" in text


class Download:
    """A client that reads slowly, if at all."""

    def __init__(self, address: str, path: str) -> None:
        host, _, port = address.removeprefix("http://").partition(":")
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.settimeout(30)
        self._socket.connect((host, int(port)))
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        self.port: int = self._socket.getsockname()[1]
        self.received = self._socket.recv(1024)

    def read_on(self) -> bytes:
        """All that is left, whole or not."""
        with suppress(ConnectionError):
            while chunk := self._socket.recv(1 << 16):
                self.received += chunk
        return self.received

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def download(shipped: str, tmp_path: Path) -> Iterator[object]:
    """Start a service, and a download from it that is not read any further yet."""
    with ExitStack() as stack:

        def start(**settings: object) -> tuple[Served, Download]:
            service = stack.enter_context(served(shipped, tmp_path, **settings))
            begun = Download(service.address, LARGE)
            stack.callback(begun.close)
            assert begun.received.startswith(b"HTTP/1.1 200 ")
            return service, begun

        yield start


def refused(address: str) -> bool:
    try:
        httpx.get(address + "/health/live", timeout=5)
    except httpx.TransportError:
        return True
    return False


def test_a_stop_lets_a_download_end_and_takes_no_more(download):
    service, begun = download()
    service.stop()
    assert comes_true(lambda: refused(service.address))
    assert service.process.poll() is None
    whole = begun.read_on()
    assert whole.endswith(END)
    assert len(whole) > 2_000_000
    assert service.process.wait(timeout=20) in (0, -signal.SIGTERM)


def test_a_stop_has_a_deadline(download):
    service, begun = download(graceful_seconds=1)
    service.stop()
    assert service.process.wait(timeout=20) in (0, -signal.SIGTERM)
    assert not begun.read_on().endswith(END)


def test_who_reads_nothing_is_let_go(download):
    service, begun = download(stall_seconds=1)

    def ended() -> bool:
        return "ilms_open_requests 1.0" in httpx.get(service.address + "/metrics").text

    assert comes_true(ended, seconds=30)
    assert not begun.read_on().endswith(END)


def test_ten_thousand_connections_that_say_nothing(shipped: str, tmp_path: Path):
    """The service goes on answering, and lets them go."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    number = min(10_000, most - 500)
    with served(shipped, tmp_path, header_seconds=20) as service, ExitStack() as stack:
        host, _, port = service.address.removeprefix("http://").partition(":")
        fds = Path(f"/proc/{service.process.pid}/fd")
        before = len(list(fds.iterdir()))
        for place in range(number):
            one = stack.enter_context(socket.create_connection((host, int(port)), timeout=20))
            if place % 2:
                one.sendall(b"GET /rest/v1/data/")
        assert comes_true(lambda: len(list(fds.iterdir())) >= before + number - 50)
        for _ in range(10):
            assert httpx.get(service.address + DATA, timeout=10).status_code == 200
        assert comes_true(lambda: len(list(fds.iterdir())) <= before + 50, seconds=60)


@pytest.mark.parametrize(
    ("trusted", "left"), [("127.0.0.1", ["2", "2"]), ("192.0.2.1", ["2999", "2998"])]
)
def test_the_address_a_trusted_proxy_tells(shipped: str, tmp_path: Path, trusted: str, left: list):
    """Limits are by client: behind a proxy that is believed, by the address it tells."""
    with served(shipped, tmp_path, rate=3, trusted_proxies=trusted) as service:
        found = [
            httpx.get(service.address + DATA, headers={"x-forwarded-for": f"198.51.100.{n}"})
            for n in range(2)
        ]
    assert [one.headers["ratelimit-remaining"] for one in found] == left
