"""`make load`: DURATION seconds (60; a soak: 600) of CLIENTS (24) clients of three kinds.

Starts `ilms serve --workers 2` on loopback on a store of its own, first lets a cold client harvest
all dataflows with their structures, then measures. Prints and writes `build/load.json`: throughput,
p50, p99, errors, memory of the workers over time. Exit code 1 for an error, a harvest of over 20 s,
or memory that goes on growing.
"""

import asyncio
import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import httpx

from tests.load.requests import WEIGHTS, Ask, asks
from tests.processes import Served, served

#: Seconds a cold harvest of everything may take.
_HARVEST = 20

#: How much more memory the second half of a run may take than the first, in all.
_GROWTH = 1.10

Json = dict[str, object]


class Client:
    """One client, over connections it keeps."""

    def __init__(self, kind: str, number: int, http: httpx.AsyncClient, flows: list[str]) -> None:
        self._kind, self._http = kind, http
        # As from many addresses: limits are by client.
        self._own = {"x-forwarded-for": f"198.18.{number // 250}.{number % 250 + 1}"}
        self._asks = asks(kind, flows, Random(number))  # noqa: S311 - not a secret
        self._tags: dict[str, str] = {}
        self.seconds: list[float] = []
        self.first: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.bytes = 0
        self.wrong: list[str] = []

    async def run(self, until: float) -> None:
        """Ask until the time is over."""
        for ask in self._asks:
            if time.monotonic() >= until:
                return
            try:
                await self._ask(ask)
            except httpx.HTTPError as error:
                self.statuses[0] += 1
                self.wrong.append(f"{ask.path}: {error!r}")

    async def _ask(self, ask: Ask) -> None:
        headers = {**self._own, **ask.headers}
        key = f"{ask.path} {ask.headers.get('accept', '')}"
        if ask.again and key in self._tags:
            headers["if-none-match"] = self._tags[key]
        started = time.perf_counter()
        async with self._http.stream("GET", ask.path, headers=headers) as answer:
            self.first.append(time.perf_counter() - started)
            async for chunk in answer.aiter_raw():
                self.bytes += len(chunk)
        self.seconds.append(time.perf_counter() - started)
        self.statuses[answer.status_code] += 1
        if answer.status_code in (200, 304) and "etag" in answer.headers:
            self._tags[key] = answer.headers["etag"]
        elif answer.status_code not in (200, 304, 404):
            self.wrong.append(f"{ask.path}: {answer.status_code}")


def memory(service: Served) -> int:
    """Bytes the workers hold for themselves: private pages, not what they share."""
    total = 0
    for pid in service.workers():
        with suppress(FileNotFoundError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += sum(int(found) for found in re.findall(r"Private_\w+:\s+(\d+) kB", text))
    return total * 1024


def processor(service: Served) -> float:
    """Seconds of processor time the workers have used so far."""
    ticks = 0
    for pid in service.workers():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def harvest(address: str) -> tuple[float, list[str]]:
    """One client, cold, one request after the other; the seconds, and the dataflows with data."""
    started, filled = time.monotonic(), []
    with httpx.Client(base_url=address, timeout=60) as http:
        text = http.get("/rest/v1/dataflow/VN1/all/latest").text
        flows = sorted(set(re.findall(r'<str:Dataflow [^>]*\bid="(DF_\w+)"', text)))
        for flow in flows:
            http.get(f"/rest/v1/dataflow/VN1/{flow}/latest?references=all").raise_for_status()
            if http.get(f"/rest/v1/data/VN1,{flow}").status_code == 200:
                filled.append(flow)
    assert len(flows) == 35, flows
    return time.monotonic() - started, filled


async def drive(service: Served, flows: list[str], seconds: float, clients: int) -> Json:
    """Run the mix and give the figures."""
    kinds = [kind for kind, weight in WEIGHTS.items() for _ in range(weight)]
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=clients)
    async with httpx.AsyncClient(base_url=service.address, timeout=60, limits=limits) as http:
        everyone = [
            (kind := kinds[number % len(kinds)], Client(kind, number, http, flows))
            for number in range(clients)
        ]
        started, before = time.monotonic(), processor(service)
        used: list[int] = []
        watching = asyncio.create_task(_watch(service, used, max(seconds / 20, 1)))
        await asyncio.gather(*(one.run(started + seconds) for _, one in everyone))
        watching.cancel()
        took, busy = time.monotonic() - started, processor(service) - before
    by_kind: dict[str, list[Client]] = defaultdict(list)
    for kind, one in everyone:
        by_kind[kind].append(one)
        by_kind["all"].append(one)
    return {
        "seconds": round(took, 1),
        "processor_ms_per_request": round(
            busy * 1000 / max(sum(len(one.seconds) for _, one in everyone), 1), 2
        ),
        "memory": used,
        **{kind: _figures(found, took) for kind, found in by_kind.items()},
    }


async def _watch(service: Served, used: list[int], every: float) -> None:
    while True:
        used.append(await asyncio.to_thread(memory, service))
        await asyncio.sleep(every)


def _figures(clients: list[Client], took: float) -> Json:
    seconds = sorted(one for client in clients for one in client.seconds)
    first = sorted(one for client in clients for one in client.first)
    statuses = sum((client.statuses for client in clients), Counter[int]())
    return {
        "requests": len(seconds),
        "per_second": round(len(seconds) / took, 1),
        "p50_ms": _quantile(seconds, 0.5),
        "p99_ms": _quantile(seconds, 0.99),
        "first_byte_p99_ms": _quantile(first, 0.99),
        "bytes": sum(client.bytes for client in clients),
        "statuses": {str(status): number for status, number in sorted(statuses.items())},
        "wrong": [one for client in clients for one in client.wrong][:20],
    }


def _quantile(ordered: list[float], part: float) -> float:
    return round(ordered[int(part * (len(ordered) - 1))] * 1000, 1) if ordered else 0.0


def grows(used: list[int]) -> bool:
    """Whether memory goes on growing: its highest in the last quarter against the second one."""
    quarter = len(used) // 4
    if not quarter:
        return False
    return max(used[-quarter:]) > _GROWTH * max(used[quarter : 2 * quarter])


def main() -> int:
    """Run and judge; the exit code."""
    seconds = float(os.environ.get("DURATION", "60"))
    clients = int(os.environ.get("CLIENTS", "24"))
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'ilms.sqlite'}"
        settings = {"log_level": "warning", "trusted_proxies": "127.0.0.1", "rate": 10**6}
        with served(url, folder, "--workers", 2, **settings) as service:
            cold, flows = harvest(service.address)
            found = asyncio.run(drive(service, flows, seconds, clients))
            log = service.log.read_text()
    found = {"harvest_seconds": round(cold, 2), "clients": clients, **found}
    build = Path("build")
    build.mkdir(exist_ok=True)
    (build / "load.json").write_text(json.dumps(found, indent=1) + "\n")
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    every: Json = found["all"]
    faults = {
        "the harvest took too long": cold > _HARVEST,
        "there were errors": bool(every["wrong"]) or "Traceback" in log,
        "memory goes on growing": grows(found["memory"]),
    }
    for fault, there in faults.items():
        if there:
            sys.stdout.write(f"FAILED: {fault}\n{log[-2000:] if 'errors' in fault else ''}")
    return int(any(faults.values()))


if __name__ == "__main__":
    sys.exit(main())
