"""How long small queries take while downloads run."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.bench import Bench
from tests.bench.queries import CSV, WHOLE, small_path
from tests.bench.server import Connection, Server

#: Seconds between two small queries, and queries of one round of measuring.
_PACE, QUERIES = 0.01, 250

#: How often idle and busy alternate: three times 250 queries each way.
_ALTERNATIONS = 3


def p99_against_idle(bench: Bench, downloads: int) -> tuple[float, float]:
    """99th percentiles in milliseconds: with nothing else, and while whole downloads run."""
    server = bench.server(bench.cube(bench.size))
    idle: list[float] = []
    busy: list[float] = []
    list(_asked(server, 0))
    for round in range(_ALTERNATIONS):
        first = (2 * round + 1) * QUERIES
        idle += _asked(server, first)
        with _downloading(server, downloads):
            busy += _asked(server, first + QUERIES)
    return _p99(idle), _p99(busy)


def _asked(server: Server, first: int) -> Iterator[float]:
    """Milliseconds of paced queries, each for another key, so that none is answered from memory."""
    with Connection(server.port) as connection:
        due = time.perf_counter()
        for number in range(first, first + QUERIES):
            due += _PACE
            time.sleep(max(0.0, due - time.perf_counter()))
            started = time.perf_counter()
            connection.get(small_path(number), CSV)
            yield (time.perf_counter() - started) * 1000


def _p99(found: list[float]) -> float:
    return sorted(found)[len(found) * 99 // 100]


@contextmanager
def _downloading(server: Server, number: int) -> Iterator[None]:
    """So many clients in processes of their own, each of them downloading again and again."""
    command = [sys.executable, "-m", "tests.bench.latency", str(server.port)]
    clients = [subprocess.Popen(command) for _ in range(number)]  # noqa: S603
    try:
        time.sleep(1)  # they are Python, and have to start
        yield
    finally:
        for client in clients:
            client.kill()
            client.wait()


def _download_for_ever(port: int) -> None:
    while True:
        with Connection(port) as connection:
            connection.get(WHOLE, CSV)


if __name__ == "__main__":
    _download_for_ever(int(sys.argv[1]))
