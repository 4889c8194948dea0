"""Data providers: `dataflows/DATA_PROVIDERS.toml`."""

from collections.abc import Iterator

from api.definitions.kind import Built, Kind, Place
from api.definitions.organisation import OrganisationSchemeShape, scheme
from api.model.artefact import DataProviderScheme


def build(shape: OrganisationSchemeShape, place: Place) -> Iterator[Built]:
    """One scheme."""
    yield scheme(DataProviderScheme, shape, place)


KIND = Kind("dataflows/DATA_PROVIDERS.toml", OrganisationSchemeShape, build)
