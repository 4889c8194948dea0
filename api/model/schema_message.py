"""An answer to a schema query: what data of an artefact can look like."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.model.artefact import Component, DataStructure
from api.model.ref import Link
from api.model.structure import ALL_DIMENSIONS
from api.model.structure_message import StructureMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaMessage:
    """Validity of data: the structure, and per component the codes that constraints leave."""

    #: Data structure, dataflow or provision agreement the query named.
    context: Link
    dsd: DataStructure
    #: Coded component -> its codes in the order of the list.
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Coded components that have fewer codes than their lists.
    constrained: frozenset[str] = frozenset()
    #: Id of the dimension at the observation, or `AllDimensions`.
    dimension: str
    #: The schema is for deletion messages, whose keys may be incomplete.
    deletion: bool = False
    #: The same as artefacts, for the structure formats: structure, lists, constraints.
    structures: StructureMessage

    @property
    def namespace(self) -> str:
        """Target namespace (SDMX 2.1 Section 3A, naming of structure-specific schemas)."""
        return f"{self.context.urn}:ObsLevelDim:{self.dimension}"

    @property
    def flat(self) -> bool:
        """Whether observations are not grouped in series."""
        return self.dimension == ALL_DIMENSIONS

    def of_role(self, *roles: str) -> tuple[Component, ...]:
        """Components of these roles, in order."""
        return tuple(found for found in self.dsd.components if found.role in roles)

    @property
    def time_series(self) -> bool:
        """Whether observations of a series are along time."""
        return any(found.id == self.dimension for found in self.of_role("time"))
