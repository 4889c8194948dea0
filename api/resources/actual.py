"""The registry as of now: definitions, and an Actual constraint for each dataflow with data."""

from datetime import datetime
from threading import Lock

from api.model.query import ArtefactQuery, DataQuery
from api.model.registry import Registry
from api.model.selection import resolve
from api.resources.availability import actual_constraint
from api.store.store import Store


class Actual:
    """Definitions joined with what is released by now; made anew when that changes."""

    def __init__(self, registry: Registry, store: Store) -> None:
        self._definitions, self._store = registry, store
        self._lock = Lock()
        self._known: tuple[tuple[int, datetime | None], Registry] | None = None

    def registry(self) -> Registry:
        """The registry with the Actual constraints of this instant."""
        visible = self._store.visible()
        mark = (len(visible), max((one.valid_from for one in visible), default=None))
        with self._lock:
            if self._known is None or self._known[0] != mark:
                self._known = mark, self._joined({one.dataflow.id for one in visible})
            return self._known[1]

    def _joined(self, flows: set[str]) -> Registry:
        constraints = []
        for flow in sorted(flows):
            query = DataQuery(dialect="v2", artefacts=ArtefactQuery(ids=(flow,), versions=("*",)))
            for part in resolve(query, self._definitions).parts:
                available = self._store.available(part)
                if available.observations:
                    constraints.append(actual_constraint(part, available))
        return Registry([*self._definitions, *constraints], self._definitions.fingerprint)
