"""`ilms publish`, `releases`, `withdraw` and `diff`: releases, and what they changed."""

from collections import Counter
from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import Any

import click

from api.cli._opening import instant, open_store_of, print_report, root_option, settings, sound
from api.cli._progress import watched
from api.definitions.load import load
from api.errors import SdmxError
from api.model.query import Key
from api.model.report import MapUse
from api.publish import publish
from api.publish.agreements import UnknownAgreement, all_sources, named
from api.publish.release import Order, Outcome
from api.resources.differences import Window, differences
from api.resources.differences_text import step_line
from api.settings import now
from api.store.store import Store
from api.store.writer import PastInstant

#: How an instant is printed; the store gives them in UTC.
_UTC = "%Y-%m-%dT%H:%M:%SZ"


@click.command("publish")
@root_option
@click.argument("agreement")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option("--at", metavar="INSTANT", help="When it becomes visible; now unless given.")
@click.option("--dry-run", is_flag=True, help="Say what would change; change nothing.")
@click.option("--reason", default="", help="Why, for a correction.")
@click.option("--by", metavar="WHO", default="", help="Who releases it; default: ILMS_RELEASER.")
def publish_file(
    root: Path, agreement: str, files: tuple[Path, ...], at: str | None, **said: Any
) -> None:
    """Publish FILE under AGREEMENT (DOLAB/contract-workers-annual); exit 1 with its findings.

    FILE may be a folder of files that are one table, a file a province. Several are published one
    after the other, a release each, up to the first that is refused. An empty store gets the
    shipped tables first.
    """
    definitions = sound(load(root))
    decided = {**said, "by": said["by"] or _account(), "watched": watched}
    order = Order(valid_from=instant(at), **decided)
    try:
        source = named(agreement, all_sources(definitions.sources))
        store = open_store_of(definitions, ship_from=root)
        for number, file in enumerate(files, 1):
            name = _relative(file, root)
            outcome = publish(source, file, name, definitions.registry, store, order)
            print_report(outcome.report)
            click.echo(_said(outcome))
            if outcome.changes is None:
                left = len(files) - number
                raise SystemExit(_not_tried(left) if left else 1)
    except (UnknownAgreement, PastInstant, SdmxError) as error:
        raise click.ClickException(str(error)) from error


def _said(outcome: Outcome) -> str:
    """What came of a file, in one line."""
    if outcome.changes is None:
        severities = Counter(finding.severity for finding in outcome.report.findings)
        errors, warnings = severities["error"], severities["warning"]
        return f"refused: {errors} errors, {warnings} warnings; nothing was changed"
    counts = ", ".join(f"{number} {name}" for name, number in outcome.changes._asdict().items())
    if outcome.release is None:
        return f"dry run: {counts}; nothing was changed"
    return f"release {outcome.release.id}: {counts}"


def _not_tried(left: int) -> int:
    click.echo(f"{left} files after it were not tried", err=True)
    return 1


@click.command()
@root_option
def releases(root: Path) -> None:
    """List what was published, from what, and when it is valid from."""
    store = open_store_of(sound(load(root)))
    for one in store.releases():
        said = ", ".join(f"{number} {name}" for name, number in one.changes._asdict().items())
        coming = " (coming)" if one.valid_from > now() else ""
        click.echo(
            f"{one.id} {one.valid_from:{_UTC}}{coming} {one.agreement} {said}\n"
            f"    {one.file} sha256={one.sha256}\n"
            f"    recorded {one.recorded:{_UTC}} definitions={one.definitions}"
            + (f" by {one.by}" if one.by else "")
            + (f" reason: {one.reason}" if one.reason else "")
        )
        for use in store.map_uses(one.id):
            click.echo(f"    {use.map}: {use.records} figures{_lost(use)}")


def _lost(use: MapUse) -> str:
    if not use.lost_records:
        return ""
    persons = f" ({use.lost_persons} of {use.persons} persons)" if use.persons else ""
    return f", {use.lost_records} without a code{persons}: {', '.join(use.words)}"


@click.command()
@root_option
@click.argument("release", type=int)
@click.option("--reason", default="", help="Why.")
def withdraw(root: Path, release: int, reason: str) -> None:
    """Take back RELEASE, which is not visible yet; `ilms releases` lists what is coming."""
    store = open_store_of(sound(load(root)))
    try:
        gone = store.withdraw(release, reason)
    except (PastInstant, SdmxError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"release {gone.id} of {gone.agreement}, due {gone.valid_from:{_UTC}}, is withdrawn")


@click.command("diff")
@root_option
@click.argument("since")
@click.argument("until", required=False)
@click.option("--dataflow", metavar="ID", default="", help="Of one dataflow; of all otherwise.")
def diff(root: Path, since: str, until: str | None, dataflow: str) -> None:
    """Say what became of the figures after SINCE, up to and with UNTIL or now.

    Both are numbers of releases, as `ilms releases` lists them, or instants.
    """
    definitions = sound(load(root))
    store = open_store_of(definitions)
    window = Window(_moment(since, store), _moment(until, store) if until else None)
    flows = [flow.ref for flow in definitions.registry.of_kind("dataflow")]
    if dataflow and dataflow not in [flow.id for flow in flows]:
        raise click.ClickException(f"there is no dataflow {dataflow!r}")
    for flow in flows:
        if dataflow in ("", flow.id):
            for step in differences(flow, [Key()], window, definitions.registry, store):
                click.echo(step_line(flow, step))


def _account() -> str:
    """Who publishes where the command does not say: the setting, or the account it runs under."""
    return settings().releaser or getuser()


def _moment(text: str, store: Store) -> datetime | None:
    """The instant of a release by its number, or an instant as it is written."""
    if not text.isdecimal():
        return instant(text)
    for one in store.releases():
        if one.id == int(text):
            return one.valid_from
    raise click.ClickException(f"there is no release {text}; ilms releases lists them")


def _relative(file: Path, root: Path) -> str:
    """What the catalogue calls a file: its path in the project, or as it was given."""
    inside = file.resolve().is_relative_to(root.resolve())
    return file.resolve().relative_to(root.resolve()).as_posix() if inside else str(file)


COMMANDS = (publish_file, releases, withdraw, diff)
