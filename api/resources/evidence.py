"""What stands behind the figures, for the drivers to hand to use cases: one value, made once."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.model.ref import Ref
from api.model.registry import Registry
from api.resources.coverage import Coverage
from api.resources.lineage import Lineage


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Coverage, lineage, registered conflicts and the rules files have to pass."""

    #: The definitions in the files, without what the store keeps of older ones.
    registry: Registry
    #: What definitions keep that is no artefact: sources, facts, conflicts.
    entries: Mapping[Ref, object]
    coverage: Coverage
    lineage: Lineage
    rules: tuple[str, ...]
