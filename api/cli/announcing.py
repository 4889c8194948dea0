"""`ilms announce`, `announcements` and `cancel`: telling readers what is to come."""

from pathlib import Path

import click

from api.cli._opening import instant, open_store_of, root_option, sound
from api.definitions.load import Definitions, load
from api.errors import SdmxError
from api.model.announcement import Announcement
from api.publish.agreements import UnknownAgreement, all_sources, named
from api.settings import now
from api.store.store import Store
from api.store.writer import PastInstant

#: How an instant is printed; the store gives them in UTC.
_UTC = "%Y-%m-%dT%H:%M:%SZ"


@click.command()
@root_option
@click.argument("what")
@click.option("--at", metavar="INSTANT", help="When it is to come; only for an agreement.")
def announce(root: Path, what: str, at: str | None) -> None:
    """Announce WHAT: a pending release by its number, or an agreement with the instant it is due.

    Readers are told the source, the table and the instant, nothing of the figures. A pending
    release that nobody announced stays unknown to everybody.
    """
    definitions = sound(load(root))
    store = open_store_of(definitions)
    try:
        made = _announced(what, at, definitions, store)
    except (UnknownAgreement, PastInstant, SdmxError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(_line(made))


def _announced(what: str, at: str | None, definitions: Definitions, store: Store) -> Announcement:
    due = instant(at)
    if what.isdecimal():
        if due is not None:
            raise click.UsageError("a release has its instant already: leave --at out")
        return store.announcements.announce_release(int(what))
    if due is None:
        raise click.UsageError("when? write --at 2027-01-05T09:00 (Viet Nam's time)")
    source = named(what, all_sources(definitions.sources))
    if source.publish == "refused":
        raise click.ClickException(
            f"figures of {what} are not published (rule {source.refused_by}): nothing to announce"
        )
    return store.announcements.announce(source.agreement, source.dataflow, due)


@click.command()
@root_option
def announcements(root: Path) -> None:
    """List what was announced, with the number `ilms cancel` takes."""
    for one in open_store_of(sound(load(root))).announcements.all():
        click.echo(_line(one))


@click.command()
@root_option
@click.argument("number", type=int)
def cancel(root: Path, number: int) -> None:
    """Take announcement NUMBER back; a pending release stays as it is (see `ilms withdraw`)."""
    store = open_store_of(sound(load(root)))
    try:
        gone = store.announcements.withdraw(number)
    except (PastInstant, SdmxError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"announcement {gone.id} of {gone.agreement} is taken back")


def _line(one: Announcement) -> str:
    state = " (coming)" if one.is_coming(now()) else " (taken back)" if one.withdrawn else ""
    return (
        f"announcement {one.id}: {one.agreement} for {one.dataflow} at {one.instant:{_UTC}}{state}"
    )


COMMANDS = (announce, announcements, cancel)
