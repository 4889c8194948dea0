"""What commands share: definitions that are sound, settings that are right, a store that opens."""

from datetime import datetime
from pathlib import Path

import click
from pydantic import ValidationError

import api
from api.definitions.load import Definitions
from api.errors import SdmxError
from api.model.report import Report
from api.model.source import HO_CHI_MINH
from api.publish.opening import ShippedRefused, open_store
from api.settings import Settings, now
from api.store.store import Store

#: Where the definitions are unless `--root` says otherwise: the folder the package `api` is in.
PROJECT = Path(api.__file__).resolve().parent.parent

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PROJECT,
    envvar="ILMS_PROJECT",
    show_default="the project",
    help="Folder with codelists/, dataflows/ and sources/.",
)


def sound(definitions: Definitions) -> Definitions:
    """The definitions, or exit 1 with what is wrong in them."""
    if definitions.errors:
        print_report(Report(findings=definitions.errors))
        raise SystemExit(1)
    return definitions


def open_store_of(definitions: Definitions, ship_from: Path | None = None) -> Store:
    """The store the settings name, created if it is not there.

    With `ship_from`, the project's folder, an empty one gets the shipped tables first, unless the
    settings say otherwise.
    """
    known = settings()
    tables = ship_from if known.shipped else None
    try:
        return open_store(definitions, known.database_url, now, tables)
    except (ShippedRefused, SdmxError) as error:
        raise click.ClickException(str(error)) from None


def settings() -> Settings:
    """The settings; wrong ones are told by name, and end the command."""
    try:
        return Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "ILMS_" + "_".join(str(part) for part in problem["loc"]).upper()
            click.echo(f"{name}={problem['input']!r}: {problem['msg']}", err=True)
        raise SystemExit(2) from None


def instant(at: str | None) -> datetime | None:
    """An ISO instant; without a zone it is Viet Nam's time."""
    if at is None:
        return None
    try:
        found = datetime.fromisoformat(at)
    except ValueError as error:
        raise click.BadParameter(
            f"{at!r} is not like 2026-07-01T09:00", param_hint="--at"
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=HO_CHI_MINH)


def print_report(report: Report) -> None:
    """Print every finding, a line each."""
    for finding in report.findings:
        click.echo(str(finding))
