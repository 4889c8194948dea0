"""The service as it is shipped: its own definitions and tables, in a store of this run."""

from functools import cache

from tests.bench.bench import Bench
from tests.bench.server import Server


@cache
def shipped(bench: Bench) -> Server:
    """The service over the shipped tables, up and warm."""
    server = bench.started(Server("api.web.served:create_served", environment(bench)))
    server.get("/rest/v2/structure/dataflow")
    return server


def environment(bench: Bench) -> dict[str, str]:
    """Its settings: the project's definitions, a database of this run."""
    path = bench.folder("shipped") / "ilms.sqlite"
    return {"ILMS_DATABASE_URL": f"sqlite:///{path}"}
