"""The registry as of an instant: definitions in force, and an Actual constraint a dataflow.

Definitions live in files; the catalogue keeps those of every release and every start, so that
superseded versions go on answering and `asOf` finds what was in force.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from api.definitions.archive import unpack
from api.errors import NoResults, Unavailable
from api.model.artefact import DataConstraint, Dataflow, Maintainable
from api.model.instant import told
from api.model.query import ArtefactQuery, DataQuery
from api.model.ref import Link
from api.model.registry import Registry
from api.model.release import Release
from api.model.selection import resolve
from api.resources.availability import actual_constraint
from api.store.store import Store

#: Past states kept ready; each is a few megabytes.
_STATES = 8

_LOG = logging.getLogger("ilms")


class Actual:
    """Definitions joined with what is released; made anew when that changes."""

    def __init__(self, registry: Registry, store: Store) -> None:
        self._store = store
        self._registry = registry
        self._lock = Lock()
        self._known: tuple[Any, Registry] | None = None
        self._past = lru_cache(maxsize=_STATES)(self._of)
        self._archived = lru_cache(maxsize=None)(self._readable)

    @property
    def fingerprint(self) -> str:
        """Hash of the definitions in force."""
        return self._registry.fingerprint

    def registry(self, as_of: datetime | None = None) -> Registry:
        """The registry now, or as it was; NoResults before there was any."""
        if as_of is not None and as_of < self._store.now():
            return self._past(self._in_force(as_of), as_of)
        visible = self._store.visible()
        mark = (len(visible), max((one.valid_from for one in visible), default=None))
        with self._lock:
            if self._known is None or self._known[0] != mark:
                self._known = mark, self._joined(self._with_superseded(visible), None)
            return self._known[1]

    def _with_superseded(self, visible: Iterable[Release]) -> Registry:
        """The definitions in force, and artefacts that only those of visible releases have.

        What a pending release was made with is as unseen as its figures.
        """
        hashes = dict.fromkeys(one.definitions for one in reversed(tuple(visible)))
        hashes.pop(self.fingerprint, None)
        kept = [one for hash in hashes for one in self._archived(hash)]
        others = superseded(self._registry, kept)
        return Registry([*self._registry, *others], self.fingerprint)

    def _readable(self, hash: str) -> tuple[Maintainable, ...]:
        """What is kept under a hash; nothing, and a warning, if it cannot be read."""
        try:
            return _artefacts(self._store.definitions(hash))
        except ValueError as error:
            _LOG.warning("definitions %s, kept with a release, are lost: %s", hash, error)
            return ()

    def _in_force(self, as_of: datetime) -> str:
        """Hash of the definitions an instant found in force."""
        before = [hash for instant, hash in self._store.definitions_history() if instant <= as_of]
        if not before:
            raise NoResults(f"nothing was published as of {told(as_of)}")
        return before[-1]

    def _of(self, hash: str, as_of: datetime) -> Registry:
        try:
            artefacts = _artefacts(self._store.definitions(hash))
        except ValueError as error:
            text = told(as_of)
            raise Unavailable(f"the definitions in force at {text} cannot be read") from error
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


def _artefacts(content: bytes | None) -> tuple[Maintainable, ...]:
    """The artefacts of resolved definitions; ValueError if they are not there or are no such."""
    if content is None:
        raise ValueError("nothing is kept under their hash")
    return tuple(one for one in unpack(content) if isinstance(one, Maintainable))


def superseded(registry: Registry, kept: Iterable[Maintainable]) -> list[Maintainable]:
    """Artefacts that were published and are not in the files any more: they go on answering."""
    found: dict[Link, Maintainable] = {}
    for one in kept:
        if one.link not in registry:
            found.setdefault(one.link, one)
    return list(found.values())
