"""Units inside organisations: `dataflows/OUS_*.toml`."""

from collections.abc import Iterator

from api.definitions.kind import Built, Kind, Place
from api.definitions.organisation import UnitSchemeShape, scheme
from api.model.artefact import OrganisationUnitScheme


def build(shape: UnitSchemeShape, place: Place) -> Iterator[Built]:
    """One scheme."""
    yield scheme(OrganisationUnitScheme, shape, place)


KIND = Kind("dataflows/OUS_*.toml", UnitSchemeShape, build)
