"""Peak memory of the server during a download of ten million observations, in any text format."""

from tests.bench.bench import Bench
from tests.bench.queries import TEXTS, WHOLE
from tests.bench.row import Measured, Row

OBSERVATIONS = 10_000_000


def _measure(bench: Bench) -> Measured:
    server = bench.server(bench.cube(OBSERVATIONS))
    # Modules, pools and what is known of the definitions are not of the download.
    server.get(f"{WHOLE}?lastNObservations=1&limit=200000", TEXTS[0])
    growth = {}
    for media_type in TEXTS:
        server.forget_peak()
        before = server.resident()
        server.get(WHOLE, media_type)
        growth[media_type] = server.resident(peak=True) - before
    said = ", ".join(f"{type.rpartition('.')[2][:24]} {mb:.1f}" for type, mb in growth.items())
    return Measured(max(growth.values()), said)


ROW = Row(
    order=7,
    name="peak memory growth of a 10M download (the largest of four)",
    floor=64,
    goal=16,
    at_least=False,
    unit="MB",
    measure=_measure,
)
