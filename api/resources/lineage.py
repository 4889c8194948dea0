"""Where one observation comes from: provider, release, file, row, words, maps and rules.

The file is read again where it is still at hand with the same SHA-256, under the definitions the
release was made with, and the figure is made from its row anew: lineage that reproduces is told
apart from lineage that is only recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

from api.definitions.archive import unpack
from api.errors import NoResults
from api.model.artefact import Maintainable, ProvisionAgreement
from api.model.lineage import Lineage as Recorded
from api.model.precedence import deciding, taken
from api.model.query import Key
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.model.source import Source, SourceTable
from api.model.source_row import SourceRow
from api.model.text import Text
from api.resources.by_agreement import Observed, observed
from api.store.store import Store

#: Series key and period.
Place = tuple[tuple[str, ...], str]


class Tracing(Protocol):
    """Reading a row of a file again (`publish.trace`)."""

    def __call__(
        self, source: Source, recorded: Recorded, place: Place, registry: Registry
    ) -> SourceRow | None:
        """The row that gives the observation at a place; None if it cannot be read."""
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
    #: The release that first said so, and the cell of its file, as the store keeps them.
    recorded: Recorded
    #: How its file is laid out, as of the release; None if that definition is not kept.
    source: Source | None
    table: SourceTable | None
    #: None if the file is not at hand as it was.
    row: SourceRow | None

    @property
    def reproduced(self) -> bool | None:
        """Whether the row gives the published figure again; None if there is none to compare."""
        if self.row is None or not self.observation.value:
            return None
        return self.row.value == self.observation.value


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
        agreement = asked.agreement or taken(
            self._registry.dataflow(asked.dataflow), asked.period, found
        )
        recorded = self._store.lineage(agreement, *asked[:3], asked.as_of)
        if recorded is None:
            raise NoResults(self._nothing(asked))
        source, row = self._read(asked, recorded)
        return Origin(
            observation=found[agreement],
            provider=self._provider(agreement),
            agreements=tuple(sorted(found)),
            precedence=self._why(asked) if len(found) > 1 else {},
            recorded=recorded,
            source=source,
            table=_table(source, recorded),
            row=guarded(row, found[agreement]) if row else None,
        )

    def _why(self, asked: Asked) -> Text:
        rule = deciding(self._registry.dataflow(asked.dataflow), asked.period)
        return rule.reason if rule else {}

    def _nothing(self, asked: Asked) -> str:
        by = f" of {asked.agreement}" if asked.agreement else ""
        return f"{asked.dataflow} has no observation {'.'.join(asked.key)} {asked.period}{by}"

    def _provider(self, agreement: Ref) -> Link:
        found = self._registry.get(Link("provisionagreement", agreement))
        assert isinstance(found, ProvisionAgreement)  # noqa: S101 - the kind says so
        return found.provider

    def _read(self, asked: Asked, recorded: Recorded) -> tuple[Source | None, SourceRow | None]:
        """The layout in force at the release, and the row read again with it."""
        registry, sources = self._definitions(recorded.release.definitions)
        source = next((one for one in sources if one.agreement == recorded.agreement), None)
        if source is None:
            return None, None
        return source, self._trace(source, recorded, (asked.key, asked.period), registry)

    def _kept(self, hash: str) -> tuple[Registry, Sequence[Source]]:
        """The definitions a release was made with."""
        content = self._store.definitions(hash)
        kept = unpack(content) if content else []
        artefacts = [one for one in kept if isinstance(one, Maintainable)]
        return Registry(artefacts, hash), [one for one in kept if isinstance(one, Source)]


def guarded(row: SourceRow, observation: Observed) -> SourceRow:
    """The row as it may be shown: of an observation without a value, only where it stands.

    Its file may well print the figure that is withheld, and its quotation too.
    """
    if observation.value:
        return row
    quote = row.provenance.get("quote") or None
    return replace(
        row,
        printed="",
        cells=tuple(
            (heading, word)
            for heading, word in row.cells
            if heading != row.column and word != quote
        ),
        provenance={id: word for id, word in row.provenance.items() if id != "quote"},
        value="",
        source_value="",
    )


def _table(source: Source | None, recorded: Recorded) -> SourceTable | None:
    tables = source.tables if source else ()
    name = recorded.file.rpartition("/")[2]
    return next((one for one in tables if one.file == name), None)
