"""The tables that come with the product, published into an empty store, oldest first."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from api.model.registry import Registry
from api.model.report import Finding
from api.model.source import Source
from api.publish import publish
from api.publish.drafted import Releases
from api.publish.release import Order, Outcome


class NotPublished(Exception):
    """A shipped table has errors; nothing was published. Carries the findings of all tables."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings in the shipped tables")
        self.findings = findings


class FirstLoad(Protocol):
    """What a first load needs of a store."""

    def first_load(self) -> AbstractContextManager[Releases | None]:
        """One transaction for the first releases of an empty store; None if it is not empty."""
        ...


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


def load_shipped(
    tables: Sequence[Shipped], root: Path, registry: Registry, store: FirstLoad
) -> tuple[Outcome, ...]:
    """Publish all tables into an empty store, or none; nothing if the store is not empty.

    Raises NotPublished if one of them has errors, or warnings that no layout explains.
    """
    with store.first_load() as releases:
        if releases is None:
            return ()
        outcomes = [one for _, one in publish_shipped(tables, root, registry, releases)]
        unexplained = [
            finding
            for outcome in outcomes
            for finding in outcome.report.findings
            if finding.severity != "note"
        ]
        if unexplained:
            raise NotPublished(unexplained)
        return tuple(outcomes)


def publish_shipped(
    tables: Iterable[Shipped], root: Path, registry: Registry, releases: Releases
) -> Iterator[tuple[Shipped, Outcome]]:
    """Publish each in turn and yield what came of it; an outcome with errors changed nothing."""
    for table in tables:
        order = Order(valid_from=table.valid_from, reason="first load")
        file = root / table.name
        yield table, publish(table.source, file, table.name, registry, releases, order)
