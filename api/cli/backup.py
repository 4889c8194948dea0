"""`ilms export` and `ilms import`: everything as plain files, and back."""

from pathlib import Path

import click

from api.cli._opening import open_store_of, root_option, settings, sound
from api.definitions.load import load
from api.errors import SdmxError
from api.resources.actual import Actual
from api.resources.export import Exported, NotExportable, Wanted, export
from api.resources.manifest import BrokenFolder
from api.resources.restore import restore
from api.settings import now
from api.store.backup import NotRestorable


@click.command("export")
@root_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--release", type=int, help="Only its dataflow, as of its instant.")
@click.option("--public", is_flag=True, help="Only what a web server may hand out; no import.")
def export_folder(root: Path, folder: Path, release: int | None, public: bool) -> None:
    """Write FOLDER (absent or empty): what is served, as files, and the whole store beside it."""
    known, definitions = settings(), sound(load(root))
    store = open_store_of(definitions, ship_from=root)
    source = Exported(
        actual=Actual(definitions.registry, store), store=store, database_url=known.database_url
    )
    address = str(known.public_url or "http://127.0.0.1:8000").rstrip("/")
    wanted = Wanted(base_url=address, release=release, public_only=public)
    try:
        written = export(folder, wanted, source)
    except (NotExportable, SdmxError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{written.files} files, {written.bytes} bytes, {written.releases} releases")


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_folder(folder: Path) -> None:
    """Restore what `ilms export` wrote to FOLDER into an empty store."""
    try:
        releases = restore(folder, settings().database_url, now)
    except (BrokenFolder, NotRestorable, SdmxError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(releases)} releases restored")


COMMANDS = (export_folder, import_folder)
