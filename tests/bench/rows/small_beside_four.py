"""Small queries while four downloads run: 99th percentile against idle."""

from tests.bench.bench import Bench
from tests.bench.latency import p99_against_idle
from tests.bench.row import Measured, Row


def _measure(bench: Bench) -> Measured:
    idle, busy = p99_against_idle(bench, 4)
    return Measured(busy / idle, f"idle {idle:.1f} ms, busy {busy:.1f} ms")


ROW = Row(
    order=6,
    name="p99 of a small query while four downloads run, against idle",
    floor=4,
    goal=2,
    at_least=False,
    measure=_measure,
)
