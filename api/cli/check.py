"""`ilms check`: every problem of every definition file."""

from pathlib import Path

import click

from api.cli._opening import root_option, settings
from api.definitions.load import Definitions, load
from api.errors import SdmxError
from api.model.report import Finding
from api.publish.in_force import changed_in_place
from api.settings import now
from api.store.store import Store


@click.command()
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
    url = settings().database_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return ()
    store = Store(url, definitions.registry, now)
    try:
        return changed_in_place(definitions, store)
    except SdmxError as error:
        raise click.ClickException(f"{url}: {error}") from None
    finally:
        store.close()


COMMANDS = (check,)
