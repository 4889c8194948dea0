"""An answer to a structure query: artefacts in registry order."""

from dataclasses import dataclass

from api.model.artefact import ItemScheme, Maintainable
from api.model.dataset import Header


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureMessage:
    """Artefacts to write; what a query matched comes before what came by reference."""

    header: Header
    artefacts: tuple[Maintainable, ...]
    #: Codelists hold what they add themselves; their extensions are to be written (`detail=raw`).
    raw: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of the names in it, in the order they are met: `Content-Language`."""
        found: dict[str, None] = {}
        for artefact in self.artefacts:
            found.update(dict.fromkeys(artefact.name))
            if isinstance(artefact, ItemScheme):
                found.update((tag, None) for item in artefact.items for tag in item.name)
        return tuple(found)
