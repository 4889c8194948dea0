"""A store ready for use: created if absent, the shipped tables published into an empty one."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from api.definitions.archive import pack
from api.definitions.load import Definitions
from api.model.release import Release
from api.model.source import Source
from api.publish.shipped import publish_shipped, shipped
from api.store.store import Store


class ShippedRefused(Exception):
    """A table that comes with the product does not pass its own rules; nothing was released."""


def open_store(
    definitions: Definitions, url: str, clock: Callable[[], datetime], ship_from: Path | None = None
) -> Store:
    """Open the store at `url`, created if it is not there, with these definitions kept in it.

    With `ship_from`, the project's folder, the shipped tables are published if nothing ever was:
    all of them or none, so that a process that dies on the way leaves an empty store. Raises
    ShippedRefused with every finding.
    """
    store = Store(url, definitions.registry, clock)
    store.prepare()
    if store.definitions_since(definitions.registry.fingerprint) is None:
        sources = [definitions.sources[ref] for ref in sorted(definitions.sources)]
        content = pack([*definitions.registry, *sources])
        store.keep_definitions(definitions.registry.fingerprint, content)
    if ship_from is not None and not store.releases():
        first_load(store, definitions, ship_from, clock())
    return store


def first_load(
    store: Store, definitions: Definitions, root: Path, instant: datetime
) -> list[Release]:
    """Publish the shipped tables into an empty store, oldest first, in one transaction."""
    sources = [one for one in definitions.sources.values() if isinstance(one, Source)]
    releases: list[Release] = []
    with store.first_load() as writer:
        if writer is None:
            return []
        tables = shipped(sources, instant)
        for table, outcome in publish_shipped(tables, root, definitions.registry, writer):
            if outcome.release is None:
                lines = "\n".join(str(finding) for finding in outcome.report.findings)
                raise ShippedRefused(f"{table.name} was refused:\n{lines}")
            releases.append(outcome.release)
    return releases
