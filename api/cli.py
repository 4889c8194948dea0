"""The command `ilms`."""

from datetime import datetime
from pathlib import Path

import click
import uvicorn
from pydantic import ValidationError

import api
from api.definitions.load import Definitions, load
from api.errors import SdmxError
from api.model.report import Finding, Report
from api.model.source import HO_CHI_MINH
from api.publish import publish
from api.publish.agreements import UnknownAgreement, all_sources, named
from api.publish.in_force import BrokenDefinitions, changed_in_place, in_force
from api.publish.opening import ShippedRefused, open_store
from api.publish.release import Order
from api.settings import Settings, now
from api.store.store import Store
from api.store.writer import PastInstant

#: Where the definitions are unless `--root` says otherwise: the folder the package `api` is in.
PROJECT = Path(api.__file__).resolve().parent.parent

#: How an instant is printed; the store gives them in UTC.
_UTC = "%Y-%m-%dT%H:%M:%SZ"

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PROJECT,
    envvar="ILMS_PROJECT",
    show_default="the project",
    help="Folder with codelists/, dataflows/ and sources/.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(api.__version__, prog_name="ilms")
def main() -> None:
    """Viet Nam's international labour migration statistics, published as SDMX."""


@main.command()
@root_option
@click.option("--quiet", is_flag=True, help="Print errors and warnings, not notes.")
def check(root: Path, quiet: bool) -> None:
    """Check all definition files; exit 1 if there is an error."""
    definitions = load(root)
    findings = (*definitions.findings, *_against_store(definitions))
    for finding in findings:
        if not (quiet and finding.severity == "note"):
            click.echo(str(finding))
    counts = {
        severity: sum(finding.severity == severity for finding in findings)
        for severity in ("error", "warning", "note")
    }
    number = sum(1 for _ in definitions.registry)
    summary = ", ".join(f"{count} {severity}s" for severity, count in counts.items())
    click.echo(f"{number} artefacts; {summary}")
    if definitions.errors:
        raise SystemExit(1)


def _against_store(definitions: Definitions) -> tuple[Finding, ...]:
    """What differs from the last release, where there is a store that knows one."""
    url = _settings().database_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return ()
    store = Store(url, definitions.registry, now)
    try:
        return changed_in_place(definitions, store)
    except SdmxError as error:
        raise click.ClickException(f"{url}: {error}") from None
    finally:
        store.close()


@main.command("publish")
@root_option
@click.argument("agreement")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--at", metavar="INSTANT", help="When it becomes visible; now unless given.")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--reason", default="", help="Why, for a correction.")
def publish_file(
    root: Path, agreement: str, file: Path, at: str | None, dry_run: bool, reason: str
) -> None:
    """Publish FILE under AGREEMENT (DOLAB/contract-workers-annual); exit 1 with its findings."""
    definitions = _sound(load(root))
    order = Order(valid_from=_instant(at), dry_run=dry_run, reason=reason)
    try:
        source = named(agreement, all_sources(definitions.sources))
        store = _open(definitions)
        outcome = publish(source, file, _relative(file, root), definitions.registry, store, order)
    except (UnknownAgreement, PastInstant, SdmxError) as error:
        raise click.ClickException(str(error)) from error
    _print(outcome.report)
    if outcome.changes is None:
        raise SystemExit(1)
    changes = outcome.changes._asdict().items()
    said = ", ".join(f"{number} {name}" for name, number in changes)
    release = f"release {outcome.release.id}" if outcome.release else "dry run"
    click.echo(f"{release}: {said}")


@main.command()
@root_option
def releases(root: Path) -> None:
    """List what was published, from what, and when it is valid from."""
    definitions = _sound(load(root))
    for one in _open(definitions).releases():
        said = ", ".join(f"{number} {name}" for name, number in one.changes._asdict().items())
        click.echo(
            f"{one.id} {one.valid_from:{_UTC}} {one.agreement} {said}\n"
            f"    {one.file} sha256={one.sha256}\n"
            f"    recorded {one.recorded:{_UTC}} definitions={one.definitions}"
            + (f" reason: {one.reason}" if one.reason else "")
        )


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve; publish the shipped tables first if nothing was ever released."""
    settings = _settings()
    store = _open(_in_force(settings), ship_from=settings.project)
    click.echo(f"{len(store.releases())} releases in {settings.database_url}")
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
        forwarded_allow_ips=settings.trusted_proxies,
        log_level="warning",
        timeout_graceful_shutdown=settings.graceful_seconds,
    )


@main.command("settings")
def list_settings() -> None:
    """List every environment variable, what it is for and its value now."""
    settings = _settings()
    for name, field in Settings.model_fields.items():
        click.echo(f"ILMS_{name.upper()}={settings.shown(name)}\n    {field.description}")


def _in_force(settings: Settings) -> Definitions:
    """The definitions to serve with; broken files are told, the last good ones go on."""
    try:
        found = in_force(load(settings.project), settings.database_url, now)
    except BrokenDefinitions as broken:
        raise click.ClickException(f"the definitions have errors:\n{broken}") from None
    for finding in found.broken:
        click.echo(str(finding), err=True)
    if found.broken:
        click.echo("The last good definitions are served; mend the files and restart.", err=True)
    return found.definitions


def _sound(definitions: Definitions) -> Definitions:
    """The definitions, or exit 1 with what is wrong in them."""
    if definitions.errors:
        _print(Report(findings=definitions.errors))
        raise SystemExit(1)
    return definitions


def _open(definitions: Definitions, ship_from: Path | None = None) -> Store:
    """The store the settings name, created if it is not there."""
    try:
        return open_store(definitions, _settings().database_url, now, ship_from)
    except (ShippedRefused, SdmxError) as error:
        raise click.ClickException(str(error)) from None


def _settings() -> Settings:
    """The settings; wrong ones are told by name, and end the command."""
    try:
        return Settings()
    except ValidationError as error:
        for problem in error.errors():
            name = "ILMS_" + "_".join(str(part) for part in problem["loc"]).upper()
            click.echo(f"{name}={problem['input']!r}: {problem['msg']}", err=True)
        raise SystemExit(2) from None


def _instant(at: str | None) -> datetime | None:
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


def _relative(file: Path, root: Path) -> str:
    """What the catalogue calls a file: its path in the project, or as it was given."""
    inside = file.resolve().is_relative_to(root.resolve())
    return file.resolve().relative_to(root.resolve()).as_posix() if inside else str(file)


def _print(report: Report) -> None:
    for finding in report.findings:
        click.echo(str(finding))


if __name__ == "__main__":
    main()
