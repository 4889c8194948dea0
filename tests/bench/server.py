"""A server in a process of its own, and a client that costs it little."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

#: Seconds a server may take until it answers.
_PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: status, header fields in lower case, bytes of the body as sent."""

    status: int
    headers: Mapping[str, str]
    size: int


class Server:
    """uvicorn with one worker, on a free port; a context."""

    def __init__(self, factory: str, environment: Mapping[str, str]) -> None:
        self._factory, self._environment = factory, environment
        self.port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        command = [sys.executable, "-m", "uvicorn", "--factory", self._factory]
        command += ["--port", str(self.port), "--log-level", "warning", "--no-access-log"]
        limits = {"ILMS_RATE": "1000000", "ILMS_LOG_LEVEL": "error"}
        environment = os.environ | limits | self._environment
        self._process = subprocess.Popen(command, env=environment)  # noqa: S603
        self._wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                if self._process is None or self._process.poll() is not None:
                    raise RuntimeError(f"{self._factory} did not start") from None
                time.sleep(0.01)
            else:
                return
        raise RuntimeError(f"{self._factory} does not answer")

    def get(self, path: str, accept: str = "*/*", coding: str = "identity") -> Answered:
        """Ask once, read all, and close."""
        with Connection(self.port) as connection:
            return connection.get(path, accept, coding)

    @property
    def pid(self) -> int:
        """Id of the process."""
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process.pid

    def resident(self, *, peak: bool = False) -> float:
        """Megabytes in memory now, or at most since `forget_peak`."""
        name = "VmHWM" if peak else "VmRSS"
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) / 1024
        raise RuntimeError(f"{name} is not in /proc/{self.pid}/status")

    def forget_peak(self) -> None:
        """Let the peak begin at what is in memory now (proc(5), clear_refs)."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")


class Connection:
    """A kept-alive connection that throws bodies away as they come; a context."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray(1 << 20)

    def __enter__(self) -> "Connection":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    def get(self, path: str, accept: str = "*/*", coding: str = "identity") -> Answered:
        """Ask, and read to the end of the body. Raises RuntimeError for a broken one."""
        lines = [
            f"GET {path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Accept: {accept}",
            f"Accept-Encoding: {coding}",
        ]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        head, rest = self._head()
        status, headers = _parsed(head)
        if "content-length" in headers:
            size = int(headers["content-length"])
            self._read(size - len(rest))
        else:
            size = self._chunked(rest)
        return Answered(status, headers, size)

    def _head(self) -> tuple[bytes, bytes]:
        found = b""
        while b"\r\n\r\n" not in found:
            piece = self._socket.recv(65536)
            if not piece:
                raise RuntimeError("the server closed the connection")
            found += piece
        head, _, rest = found.partition(b"\r\n\r\n")
        return head, rest

    def _read(self, left: int) -> None:
        view = memoryview(self._buffer)
        while left > 0:
            size = self._socket.recv_into(view[: min(left, len(view))])
            if not size:
                raise RuntimeError(f"the body ends {left} bytes early")
            left -= size

    def _chunked(self, rest: bytes) -> int:
        """Read to the last chunk, by its bytes; no body here ends a piece with them before."""
        total, end = len(rest), rest[-5:]
        while end != b"0\r\n\r\n":
            size = self._socket.recv_into(self._buffer)
            if not size:
                raise RuntimeError("the body ends without its last chunk")
            total += size
            end = (end + self._buffer[max(0, size - 5) : size])[-5:]
        return total


def _parsed(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return int(first.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}
