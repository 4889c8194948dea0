"""A dataflow with all references, warm, against sending as many bytes prebuilt."""

from collections.abc import Callable

from tests.bench.bench import Bench
from tests.bench.row import Alternating, Measured, Row
from tests.bench.server import Connection, Server
from tests.bench.shipped import shipped

_PATH = "/rest/v2/structure/dataflow/VN1/DF_EMP_MNAO_SEX_CDS_NB/1.0.0?references=all"
_REQUESTS = 100


def _measure(bench: Bench) -> Measured:
    server = shipped(bench)
    size = server.get(_PATH).size
    body = bench.folder("prebuilt") / "body"
    body.write_bytes(b"x" * size)
    prebuilt = bench.started(Server("tests.bench.prebuilt:create_app", {"BENCH_BODY": str(body)}))
    found = Alternating(bench.rounds).run(
        prebuilt=_asking(prebuilt, "/"), structure=_asking(server, _PATH)
    )
    return Measured(
        found.ratio("structure", "prebuilt"),
        f"{_REQUESTS} times {size / 1000:.0f} kB: {found.said()}",
    )


def _asking(server: Server, path: str) -> Callable[[], None]:
    def work() -> None:
        with Connection(server.port) as connection:
            for _ in range(_REQUESTS):
                connection.get(path)

    return work


ROW = Row(
    order=12,
    name="dataflow with references=all, time against the same bytes prebuilt",
    floor=3,
    goal=3,
    at_least=False,
    measure=_measure,
)
