"""The tables that come with the product, published into an empty store, oldest first."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from api.model.registry import Registry
from api.model.source import Source
from api.publish import publish
from api.publish.drafted import Releases
from api.publish.release import Order, Outcome


class Shipped(NamedTuple):
    """One table with the instant its figures are valid from on a first load."""

    source: Source
    #: Path relative to the project.
    name: str
    valid_from: datetime


def shipped(sources: Iterable[Source], first_load: datetime) -> list[Shipped]:
    """Tables of the sources that are released, by instant, then source, then place in its list.

    A table without a date becomes valid at `first_load`, as does one dated after it.
    """
    tables = [
        Shipped(
            source, f"{source.folder}/{table.file}", min(table.instant() or first_load, first_load)
        )
        for source in sorted(sources, key=lambda source: source.id)
        if source.publish == "released"
        for table in source.tables
    ]
    tables.sort(key=lambda table: table.valid_from)
    return tables


def publish_shipped(
    tables: Iterable[Shipped], root: Path, registry: Registry, releases: Releases
) -> Iterator[tuple[Shipped, Outcome]]:
    """Publish each in turn and yield what came of it; an outcome with errors changed nothing."""
    for table in tables:
        order = Order(valid_from=table.valid_from, reason="first load", by="ilms")
        file = root / table.name
        yield table, publish(table.source, file, table.name, registry, releases, order)
