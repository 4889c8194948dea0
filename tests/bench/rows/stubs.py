"""All dataflows as stubs, compressed."""

from tests.bench.bench import Bench
from tests.bench.row import Measured, Row
from tests.bench.shipped import shipped


def _measure(bench: Bench) -> Measured:
    found = shipped(bench).get("/rest/v2/structure/dataflow?detail=allstubs", coding="gzip")
    assert found.headers["content-encoding"] == "gzip"
    return Measured(found.size / 1000)


ROW = Row(
    order=13,
    name="all dataflows with detail=allstubs, gzipped",
    floor=20,
    goal=20,
    at_least=False,
    unit="kB",
    measure=_measure,
)
