"""Metadata providers: `dataflows/METADATA_PROVIDERS.toml`."""

from collections.abc import Iterator

from api.definitions.kind import Built, Kind, Place
from api.definitions.organisation import OrganisationSchemeShape, scheme
from api.model.artefact import MetadataProviderScheme


def build(shape: OrganisationSchemeShape, place: Place) -> Iterator[Built]:
    """One scheme."""
    yield scheme(MetadataProviderScheme, shape, place)


KIND = Kind("dataflows/METADATA_PROVIDERS.toml", OrganisationSchemeShape, build)
