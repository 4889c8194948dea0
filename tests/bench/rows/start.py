"""From the start of the process to the first answer, all definitions read and checked."""

from statistics import median
from time import perf_counter

from tests.bench.bench import Bench
from tests.bench.row import Measured, Row
from tests.bench.server import Server
from tests.bench.shipped import environment, shipped


def _measure(bench: Bench) -> Measured:
    shipped(bench)  # once, so that its tables are in the store
    taken = []
    for _ in range(bench.rounds):
        started = perf_counter()
        with Server("api.web.served:create_served", environment(bench)) as server:
            assert server.get("/rest/v2/structure/dataflow").status == 200
            taken.append(perf_counter() - started)
    said = "each start: " + ", ".join(f"{seconds:.2f} s" for seconds in taken)
    return Measured(median(taken), said)


ROW = Row(
    order=14,
    name="start to first answer",
    floor=3,
    goal=3,
    at_least=False,
    unit="s",
    measure=_measure,
)
