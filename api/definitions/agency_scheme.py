"""Maintenance agencies: `dataflows/AGENCIES.toml`."""

from collections.abc import Iterator

from api.definitions.kind import Built, Kind, Place
from api.definitions.organisation import OrganisationSchemeShape, scheme
from api.model.artefact import AgencyScheme


def build(shape: OrganisationSchemeShape, place: Place) -> Iterator[Built]:
    """One scheme."""
    yield scheme(AgencyScheme, shape, place)


KIND = Kind("dataflows/AGENCIES.toml", OrganisationSchemeShape, build)
