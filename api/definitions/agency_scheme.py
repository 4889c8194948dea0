"""Maintenance agencies: `dataflows/AGENCIES.toml` of SDMX, `AGENCIES_X.toml` of an agency X.

Every agency may have one scheme, `X:AGENCIES(1.0)`, of those under it (SDMX 2.1 Section 3A, 4.5.2);
clients ask for an agency's own one first, so it is there even when nobody is in it.
"""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import Field

from api.definitions.kind import Built, Kind, Place
from api.definitions.organisation import OrganisationSchemeShape, OrganisationShape, scheme
from api.model.artefact import AgencyScheme
from api.model.ref import Ref


class AgencySchemeShape(OrganisationSchemeShape):
    """A scheme of agencies; it may be empty."""

    organisations: dict[str, OrganisationShape] = Field({})


def build(shape: AgencySchemeShape, place: Place) -> Iterator[Built]:
    """One scheme."""
    ref = Ref(shape.agency, "AGENCIES", shape.version)
    yield replace(scheme(AgencyScheme, shape, place), ref=ref)


KIND = Kind("dataflows/AGENCIES*.toml", AgencySchemeShape, build)
