"""A store ready for use: created if absent, the shipped tables published into an empty one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from api.definitions.archive import pack
from api.definitions.load import Definitions
from api.model.release import Release
from api.publish.agreements import all_sources
from api.publish.shipped import publish_shipped, shipped
from api.store.store import Store


class ShippedRefused(Exception):
    """A table that comes with the product does not pass its own rules; nothing was released."""


def open_store(
    definitions: Definitions, root: Path, url: str, clock: Callable[[], datetime]
) -> Store:
    """Open the store at `url`; with nothing released in it, publish the shipped tables first.

    All of them or none: a process that dies on the way leaves an empty store. Raises
    ShippedRefused with every finding.
    """
    store = create_store(definitions, url, clock)
    if not store.releases():
        first_load(store, definitions, root, clock())
    return store


def create_store(definitions: Definitions, url: str, clock: Callable[[], datetime]) -> Store:
    """Open the store at `url`, created if absent, with the definitions kept; publish nothing."""
    store = Store(url, definitions.registry, clock)
    store.prepare()
    values = [*definitions.registry, *(definitions.sources[ref] for ref in definitions.sources)]
    store.keep_definitions(definitions.registry.fingerprint, pack(values))
    return store


def first_load(
    store: Store, definitions: Definitions, root: Path, instant: datetime
) -> list[Release]:
    """Publish the shipped tables into an empty store, oldest first, in one transaction."""
    releases: list[Release] = []
    with store.first_load() as writer:
        if writer is None:
            return []
        tables = shipped(all_sources(definitions.sources), instant)
        for table, outcome in publish_shipped(tables, root, definitions.registry, writer):
            if outcome.release is None:
                lines = "\n".join(str(finding) for finding in outcome.report.findings)
                raise ShippedRefused(f"{table.name} was refused:\n{lines}")
            releases.append(outcome.release)
    return releases
