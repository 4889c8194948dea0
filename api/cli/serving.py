"""`ilms serve` and `ilms settings`."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import IPPROTO_TCP, TCP_USER_TIMEOUT
from socket import socket as Socket
from tempfile import TemporaryDirectory

import click
import uvicorn
from uvicorn.supervisors import Multiprocess

from api.cli._opening import open_store_of, settings
from api.definitions.load import Definitions, load
from api.publish.in_force import BrokenDefinitions, in_force
from api.settings import Settings, now


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve; publish the shipped tables first if nothing was ever released."""
    known = settings()
    store = open_store_of(_definitions(known), ship_from=known.project)
    click.echo(f"{len(store.releases())} releases in {known.shown('database_url')}")
    store.close()
    # Named by their paths: the drivers do not import one another.
    config = uvicorn.Config(
        "api.web.served:create_served",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="api.web.patience:Patient",
        server_header=False,
        forwarded_allow_ips=known.trusted_proxies,
        log_level="warning",
        timeout_graceful_shutdown=known.graceful_seconds,
    )
    with _listening(config, known.stall_seconds) as socket, _shared_metrics(workers):
        _allow_many_connections()
        click.echo(
            f"Serving on http://{host}:{socket.getsockname()[1]} "
            "(SDMX: /rest/v1 and /rest/v2); stop with Ctrl-C"
        )
        with suppress(KeyboardInterrupt):
            if workers > 1:
                Multiprocess(config, sockets=[socket]).run()
            else:
                uvicorn.Server(config).run(sockets=[socket])


@contextmanager
def _listening(config: uvicorn.Config, stall_seconds: float) -> Iterator[Socket]:
    """The socket all workers accept from.

    What the kernel could not deliver for `stall_seconds` ends the connection (RFC 5482), also
    where the application is done with it. Accepted connections inherit this.
    """
    socket = config.bind_socket()
    try:
        socket.setsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT, int(stall_seconds * 1000))
        yield socket
    finally:
        socket.close()


@contextmanager
def _shared_metrics(workers: int) -> Iterator[None]:
    """A folder in which the workers count together, for /metrics of any of them."""
    if workers == 1:
        yield
        return
    with TemporaryDirectory(prefix="ilms-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        try:
            yield
        finally:
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]


def _allow_many_connections() -> None:
    """As many open files as the system lets this user have; workers inherit that."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@click.command("settings")
def list_settings() -> None:
    """List every environment variable, what it is for and its value now."""
    known = settings()
    for name, field in Settings.model_fields.items():
        click.echo(f"ILMS_{name.upper()}={known.shown(name)}\n    {field.description}")


def _definitions(known: Settings) -> Definitions:
    """The definitions to serve with; broken files are told, the last good ones go on."""
    try:
        found = in_force(load(known.project), known.database_url, now)
    except BrokenDefinitions as broken:
        raise click.ClickException(f"the definitions have errors:\n{broken}") from None
    for finding in found.broken:
        click.echo(str(finding), err=True)
    if found.broken:
        click.echo("The last good definitions are served; mend the files and restart.", err=True)
    return found.definitions


COMMANDS = (serve, list_settings)
