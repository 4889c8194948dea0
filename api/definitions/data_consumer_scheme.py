"""Data consumers: `dataflows/DATA_CONSUMERS.toml`."""

from collections.abc import Iterator

from api.definitions.kind import Built, Kind, Place
from api.definitions.organisation import OrganisationSchemeShape, scheme
from api.model.artefact import DataConsumerScheme


def build(shape: OrganisationSchemeShape, place: Place) -> Iterator[Built]:
    """One scheme."""
    yield scheme(DataConsumerScheme, shape, place)


KIND = Kind("dataflows/DATA_CONSUMERS.toml", OrganisationSchemeShape, build)
