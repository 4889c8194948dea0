"""`ilms serve` and `ilms settings`."""

import click
import uvicorn

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
    click.echo(f"{len(store.releases())} releases in {known.database_url}")
    store.close()
    click.echo(f"Serving on http://{host}:{port} (SDMX: /rest/v1 and /rest/v2); stop with Ctrl-C")
    # Named by its path: the drivers do not import one another.
    uvicorn.run(
        "api.web.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop",
        http="httptools",
        server_header=False,
        forwarded_allow_ips=known.trusted_proxies,
        log_level="warning",
        timeout_graceful_shutdown=known.graceful_seconds,
    )


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
