"""Use cases that need more than registry and store: files read again, and what definitions tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from api.definitions.load import Definitions
from api.model.ref import Ref
from api.model.source import Source
from api.publish.refused import refused
from api.publish.rules import rules
from api.publish.trace import Trace
from api.resources.coverage import Coverage
from api.resources.lineage import Lineage
from api.store.store import Store


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much is filled, and where figures come from."""

    coverage: Coverage
    lineage: Lineage
    #: What the definitions say besides artefacts, by provision agreement or subject.
    entries: Mapping[Ref, object]
    #: Names of the checks a file passes before it is released.
    rules: tuple[str, ...]

    @property
    def sources(self) -> dict[Ref, Source]:
        """How the tables of each provision agreement are laid out, and what they are."""
        return {ref: one for ref, one in self.entries.items() if isinstance(one, Source)}


def evidence(definitions: Definitions, store: Store, project: Path) -> Evidence:
    """The use cases over the definitions in force; `project` is where the files are."""
    entries, registry = definitions.sources, definitions.registry
    found = [one for one in entries.values() if isinstance(one, Source)]
    return Evidence(
        coverage=Coverage(registry, entries, store, lambda: refused(found, project, registry)),
        lineage=Lineage(registry, store, Trace(project)),
        entries=entries,
        rules=tuple(rules()),
    )
