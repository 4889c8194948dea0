"""`ilms coverage`: what of the 21 tables is filled, and why the rest is not."""

from pathlib import Path

import click

from api.cli._opening import open_store_of, root_option, sound
from api.definitions.load import load
from api.errors import SdmxError
from api.publish.refused import held_by
from api.resources.coverage import Coverage
from api.resources.coverage_text import lines
from api.resources.published import Published


@click.command("coverage")
@root_option
@click.argument("table", type=click.IntRange(1, 21), required=False)
@click.option("--format", type=click.Choice(["text", "csv", "json"]), default="text")
def show_coverage(root: Path, table: int | None, format: str) -> None:
    """Say what of the 21 ILMS tables is filled, and why the rest, or the rest of TABLE, is not."""
    definitions = sound(load(root))
    store = open_store_of(definitions)
    if not store.releases():
        click.echo("nothing was released yet; ilms serve publishes the shipped tables", err=True)
    held = held_by(definitions, root)
    try:
        report = Coverage(definitions.registry, definitions.sources, store, held).report()
    except SdmxError as error:
        raise click.ClickException(error.message) from None
    for line in lines(report, table, format, Published(registry=definitions.registry, store=store)):
        click.echo(line)


COMMANDS = (show_coverage,)
