"""A PostgreSQL primary and a hot standby of its own: free ports, an unprivileged user, trust."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.conftest import absent
from tests.serving import comes_true

_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
shared_buffers = 32MB
max_connections = 60
wal_receiver_status_interval = 1s
"""


class Server:
    """One of the two."""

    def __init__(self, programs: Path, folder: Path, user: int | None) -> None:
        self._programs, self._folder, self._user = programs, folder, user
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603
            [self._programs / program, *arguments],
            user=self._user,
            cwd="/",
            check=True,
            capture_output=True,
        )

    def make(self) -> None:
        """An empty cluster."""
        self.run("initdb", "-D", str(self._folder), "-A", "trust", "-U", "ilms", "--no-sync")
        with (self._folder / "postgresql.conf").open("a") as file:
            file.write(_SETTINGS)

    def copy(self, of: "Server") -> None:
        """A hot standby of another."""
        place = ("-h", "127.0.0.1", "-p", str(of.port), "-U", "ilms", "-D", str(self._folder))
        self.run("pg_basebackup", *place, "-R", "-X", "stream", "-c", "fast", "--no-sync")

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603
            [self._programs / "postgres", "-D", str(self._folder), "-p", str(self.port)],
            user=self._user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert comes_true(self._answers, seconds=60)

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            self.ask("SELECT 1")
            return True
        return False

    def ask(self, sql: str) -> object:
        """The first value of a statement, past every pool."""
        place = f"host=127.0.0.1 port={self.port} user=ilms dbname=postgres"
        with psycopg.connect(place, autocommit=True) as connection:
            found = connection.execute(sql)
            return found.fetchone()[0] if found.description else None

    def kill(self) -> None:
        """As when its machine loses power; its children end by themselves."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)  # at once, without a checkpoint
            self.process.wait(timeout=30)


class Cluster:
    """Both, and the URL a service is given."""

    def __init__(self, primary: Server, standby: Server) -> None:
        self.primary, self.standby = primary, standby
        hosts = "&".join(f"host=127.0.0.1:{one.port}" for one in (primary, standby))
        self.url = f"postgresql+psycopg://ilms@/ilms?{hosts}"

    def caught_up(self) -> bool:
        """Whether the standby has replayed all that the primary has written."""
        now = self.primary.ask("SELECT pg_current_wal_lsn()")
        return bool(self.standby.ask(f"SELECT pg_last_wal_replay_lsn() >= '{now}'"))


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A primary with a database `ilms`, and a standby that follows it."""
    places = sorted(_places())
    if not places:
        absent("postgresql", "no server programs under /usr/lib/postgresql")
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="ilms-cluster-"))
    if user is not None:
        os.chown(folder, user, -1)
    primary = Server(places[-1], folder / "primary", user)
    standby = Server(places[-1], folder / "standby", user)
    try:
        primary.make()
        primary.start()
        primary.ask("CREATE DATABASE ilms")
        standby.copy(primary)
        standby.start()
        yield Cluster(primary, standby)
    finally:
        standby.kill()
        primary.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _places() -> list[Path]:
    return [one for one in Path("/usr/lib/postgresql").glob("*/bin") if (one / "initdb").exists()]


def _unprivileged() -> int | None:
    """Somebody else where the tests run as root, whom PostgreSQL refuses."""
    return pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
