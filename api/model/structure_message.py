"""An answer to a structure query: artefacts in registry order."""

from dataclasses import dataclass

from api.model.artefact import Maintainable
from api.model.dataset import Header


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureMessage:
    """Artefacts to write; what a query matched comes before what came by reference."""

    header: Header
    artefacts: tuple[Maintainable, ...]
    #: Codelists hold what they add themselves; their extensions are to be written (`detail=raw`).
    raw: bool = False
