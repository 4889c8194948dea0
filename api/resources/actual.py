"""The registry as of an instant: definitions in force, and an Actual constraint a dataflow.

Definitions live in files; the catalogue keeps those of every release and every start, so that
superseded versions go on answering and `asOf` finds what was in force.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from api.definitions.archive import unpack
from api.errors import NoResults
from api.model.artefact import DataConstraint, Dataflow, Maintainable
from api.model.instant import told
from api.model.query import ArtefactQuery, DataQuery
from api.model.ref import Link
from api.model.registry import Registry
from api.model.selection import resolve
from api.resources.availability import actual_constraint
from api.store.store import Store

#: Past states kept ready; each is a few megabytes.
_STATES = 8


class Actual:
    """Definitions joined with what is released; made anew when that changes."""

    def __init__(self, registry: Registry, store: Store) -> None:
        self._store = store
        others = superseded(registry, _kept(store, registry.fingerprint))
        self._definitions = Registry([*registry, *others], registry.fingerprint)
        self._lock = Lock()
        self._known: tuple[Any, Registry] | None = None
        self._past = lru_cache(maxsize=_STATES)(self._of)

    @property
    def fingerprint(self) -> str:
        """Hash of the definitions in force."""
        return self._definitions.fingerprint

    def registry(self, as_of: datetime | None = None) -> Registry:
        """The registry now, or as it was; NoResults before there was any."""
        if as_of is not None and as_of < self._store.now():
            return self._past(self._in_force(as_of), as_of)
        visible = self._store.visible()
        mark = (len(visible), max((one.valid_from for one in visible), default=None))
        with self._lock:
            if self._known is None or self._known[0] != mark:
                self._known = mark, self._joined(self._definitions, None)
            return self._known[1]

    def _in_force(self, as_of: datetime) -> str:
        """Hash of the definitions an instant found in force."""
        before = [hash for instant, hash in self._store.definitions_history() if instant <= as_of]
        if not before:
            raise NoResults(f"nothing was published as of {told(as_of)}")
        return before[-1]

    def _of(self, hash: str, as_of: datetime) -> Registry:
        artefacts = _artefacts(self._store.definitions(hash) or b"")
        return self._joined(Registry(artefacts, hash), as_of)

    def _joined(self, registry: Registry, as_of: datetime | None) -> Registry:
        constraints: list[DataConstraint] = []
        for flow in registry.of_kind("dataflow"):
            if isinstance(flow, Dataflow):
                constraints += self._constraints(flow, registry, as_of)
        return Registry([*registry, *constraints], registry.fingerprint)

    def _constraints(
        self, flow: Dataflow, registry: Registry, as_of: datetime | None
    ) -> Iterable[DataConstraint]:
        if not self._store.visible([flow.ref]):
            return
        asked = ArtefactQuery(
            agencies=(flow.ref.agency,), ids=(flow.ref.id,), versions=(flow.ref.version,)
        )
        for part in resolve(DataQuery(dialect="v2", artefacts=asked), registry).parts:
            available = self._store.available(part, as_of)
            if available.observations:
                yield actual_constraint(part, available)


def _kept(store: Store, in_force: str) -> list[Maintainable]:
    """Artefacts of other definitions that releases were made with, newest first."""
    hashes = dict.fromkeys(one.definitions for one in reversed(store.releases()))
    hashes.pop(in_force, None)
    return [one for hash in hashes for one in _artefacts(store.definitions(hash) or b"")]


def _artefacts(content: bytes) -> list[Maintainable]:
    found = unpack(content) if content else []
    return [one for one in found if isinstance(one, Maintainable)]


def superseded(registry: Registry, kept: Iterable[Maintainable]) -> list[Maintainable]:
    """Artefacts that were published and are not in the files any more: they go on answering."""
    found: dict[Link, Maintainable] = {}
    for one in kept:
        if one.link not in registry:
            found.setdefault(one.link, one)
    return list(found.values())
