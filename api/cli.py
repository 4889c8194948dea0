"""The command `ilms`."""

from pathlib import Path

import click

import api
from api.definitions.load import load

#: Where the definitions are unless `--root` says otherwise: the folder the package `api` is in.
PROJECT = Path(api.__file__).resolve().parent.parent

root_option = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=PROJECT,
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
    for finding in definitions.findings:
        if not (quiet and finding.severity == "note"):
            click.echo(str(finding))
    counts = {
        severity: sum(finding.severity == severity for finding in definitions.findings)
        for severity in ("error", "warning", "note")
    }
    number = sum(1 for _ in definitions.registry)
    summary = ", ".join(f"{count} {severity}s" for severity, count in counts.items())
    click.echo(f"{number} artefacts; {summary}")
    if definitions.errors:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
