"""`ilms serve` as a process of its own, as operators run it."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.serving import comes_true

PROJECT = Path(__file__).parents[1]


@dataclass
class Served:
    """A running service."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def workers(self) -> list[int]:
        """Process ids of the workers; without any, of the service itself."""
        found = [
            int(child)
            for task in Path(f"/proc/{self.process.pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
        serving = [
            pid for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        return serving or [self.process.pid]

    def stop(self, sig: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to end."""
        self.process.send_signal(sig)


def command(*arguments: object) -> list[str]:
    """The command `ilms`, from this tree."""
    return [sys.executable, "-m", "api.cli", *map(str, arguments)]


def environment(url: str, **more: object) -> dict[str, str]:
    """The surroundings of a command: the store, and settings by name."""
    settings = {f"ILMS_{name.upper()}": str(value) for name, value in more.items()}
    return {**os.environ, "ILMS_DATABASE_URL": url, "PYTHONPATH": str(PROJECT), **settings}


def ilms(url: str, *arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(  # noqa: S603
        command(*arguments),
        env=environment(url, **settings),
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
    )


@contextmanager
def served(url: str, folder: Path, *arguments: object, **settings: object) -> Iterator[Served]:
    """`ilms serve` on a free port, ready to answer, ended with the block."""
    log = folder / "log"
    with log.open("w") as errors:
        process = subprocess.Popen(  # noqa: S603
            command("serve", "--port", 0, *arguments),
            env=environment(url, **settings),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        address = _address(process, log)
        found = Served(process, address, log)
        assert comes_true(lambda: _ready(address), seconds=120), log.read_text()
        yield found
    finally:
        for pid in Served(process, "", log).workers() if process.poll() is None else []:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.kill()
        process.wait(timeout=20)
        process.stdout.close()


def _address(process: subprocess.Popen[str], log: Path) -> str:
    for line in process.stdout:
        if match := re.search(r"http://[\d.]+:\d+", line):
            return match[0]
    raise AssertionError(log.read_text())


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/ready", timeout=5).status_code == 200
    except httpx.TransportError:
        return False
