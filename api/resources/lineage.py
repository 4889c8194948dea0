"""Where one observation comes from: provider, release, file, row, words, maps and rules.

The file is read again where it is still at hand with the same SHA-256, under the definitions the
release was made with, and the figure is made from its row anew: lineage that reproduces is told
apart from lineage that is only recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

from api.definitions.archive import unpack
from api.errors import NoResults
from api.model.artefact import Maintainable, ProvisionAgreement
from api.model.precedence import deciding, taken
from api.model.query import DataQuery, Key
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.model.release import Release
from api.model.selection import resolve
from api.model.source import Source, SourceTable
from api.model.source_row import SourceRow
from api.model.text import Text
from api.resources.by_agreement import Observed, exactly, observed
from api.store.store import Store


class Tracing(Protocol):
    """Reading a file again (`publish.trace`)."""

    def __call__(
        self,
        source: Source,
        file: tuple[str, str],
        place: tuple[tuple[str, ...], str],
        registry: Registry,
    ) -> SourceRow | None:
        """The row that gives the observation at (key, period); None if it cannot be read."""
        ...


class Asked(NamedTuple):
    """Which observation: of the agreement the table takes, unless one is named."""

    dataflow: Ref
    key: tuple[str, ...]
    period: str
    agreement: Ref | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The way of one observation into the service."""

    observation: Observed
    provider: Link
    #: Agreements that have a figure of this key and period, the one told of among them.
    agreements: tuple[Ref, ...]
    #: Why the table takes the figure it takes, where several have one.
    precedence: Text
    release: Release
    #: How its file is laid out, as of the release; None if that definition is not kept.
    source: Source | None
    table: SourceTable | None
    #: None if the file is not at hand as it was.
    row: SourceRow | None

    @property
    def reproduced(self) -> bool | None:
        """Whether the row gives the published figure again; None if it cannot be read."""
        return self.row.value == self.observation.value if self.row else None


class Lineage:
    """Finds origins in a store."""

    def __init__(self, registry: Registry, store: Store, trace: Tracing) -> None:
        self._registry, self._store, self._trace = registry, store, trace
        self._definitions = lru_cache(maxsize=4)(self._kept)

    def of(self, asked: Asked) -> Origin:
        """The origin of an observation. NoResults if it is not published."""
        key = Key(tuple((code,) for code in asked.key), open_ended=False)
        found = {
            one.agreement: one
            for one in observed(asked.dataflow, [key], self._registry, self._store, asked.as_of)
            if one.period == asked.period
        }
        if asked.agreement not in (None, *found) or not found:
            raise NoResults(self._nothing(asked))
        flow = self._registry.dataflow(asked.dataflow)
        agreement = asked.agreement or taken(flow, asked.period, found)
        rule = deciding(flow, asked.period)
        release, source, row = self._released(asked, agreement)
        return Origin(
            observation=found[agreement],
            provider=self._provider(agreement),
            agreements=tuple(sorted(found)),
            precedence=rule.reason if rule and len(found) > 1 else {},
            release=release,
            source=source,
            table=_table(source, release),
            row=row,
        )

    def _nothing(self, asked: Asked) -> str:
        by = f" of {asked.agreement}" if asked.agreement else ""
        return f"{asked.dataflow} has no observation {'.'.join(asked.key)} {asked.period}{by}"

    def _provider(self, agreement: Ref) -> Link:
        found = self._registry.get(Link("provisionagreement", agreement))
        assert isinstance(found, ProvisionAgreement)  # noqa: S101 - the kind says so
        return found.provider

    def _released(
        self, asked: Asked, agreement: Ref
    ) -> tuple[Release, Source | None, SourceRow | None]:
        """The release that said so first, with its layout and row.

        Of several that became valid together the one whose file has the observation.
        """
        instant = self._since(asked, agreement)
        releases = [
            one
            for one in self._store.visible([asked.dataflow])
            if one.agreement == agreement and one.valid_from == instant
        ]
        for release in releases:
            source, row = self._read(asked, release)
            if row is not None:
                return release, source, row
        last = releases[-1]
        return last, self._read(asked, last)[0], None

    def _since(self, asked: Asked, agreement: Ref) -> datetime | None:
        """Since when the observation of an agreement is what it is."""
        query = DataQuery(
            dialect="v2",
            context="provisionagreement",
            artefacts=exactly(agreement),
            keys=(Key(tuple((code,) for code in asked.key), open_ended=False),),
            as_of=asked.as_of,
            include_history=True,
        )
        selected = self._store.select(resolve(query, self._registry))
        since: datetime | None = None
        if selected is not None:
            try:
                for found in selected.data_sets:
                    periods = (found.points[at] for one in found.series for at in one.positions)
                    if asked.period in periods:
                        since = found.valid_from
            finally:
                selected.close()
        return since

    def _read(self, asked: Asked, release: Release) -> tuple[Source | None, SourceRow | None]:
        registry, sources = self._definitions(release.definitions)
        source = next((one for one in sources if one.agreement == release.agreement), None)
        if source is None:
            return None, None
        file = release.file, release.sha256
        return source, self._trace(source, file, (asked.key, asked.period), registry)

    def _kept(self, hash: str) -> tuple[Registry, Sequence[Source]]:
        """The definitions a release was made with."""
        content = self._store.definitions(hash)
        kept = unpack(content) if content else []
        artefacts = [one for one in kept if isinstance(one, Maintainable)]
        return Registry(artefacts, hash), [one for one in kept if isinstance(one, Source)]


def _table(source: Source | None, release: Release) -> SourceTable | None:
    tables = source.tables if source else ()
    name = release.file.rpartition("/")[2]
    return next((one for one in tables if one.file == name), None)
