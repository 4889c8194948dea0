"""Small queries while one download runs: 99th percentile against idle."""

from tests.bench.bench import Bench
from tests.bench.latency import p99_against_idle
from tests.bench.row import Measured, Row


def _measure(bench: Bench) -> Measured:
    idle, busy = p99_against_idle(bench, 1)
    return Measured(busy / idle, f"idle {idle:.1f} ms, busy {busy:.1f} ms")


ROW = Row(
    order=5,
    name="p99 of a small query while one download runs, against idle",
    floor=3,
    goal=2,
    at_least=False,
    measure=_measure,
)
