"""Codelists that others keep: `codelists/external.toml`, by reference and address."""

from collections.abc import Iterator

from pydantic import Field

from api.definitions.kind import Built, Kind, Place
from api.definitions.shape import Reference, Shape, Wording
from api.model.artefact import Codelist


class ExternalCodelistShape(Shape):
    """One list: its name, and where its keeper has the whole of it."""

    ref: Reference
    name: Wording
    address: str = Field(pattern="^https://", description="Structure query at the keeper's service")


class ExternalCodelistsShape(Shape):
    """All of them, in one file."""

    codelists: list[ExternalCodelistShape] = Field(min_length=1)


def build(shape: ExternalCodelistsShape, _: Place) -> Iterator[Built]:
    """A codelist without codes for each, marked external."""
    for one in shape.codelists:
        yield Codelist(ref=one.ref, name=one.name.text, is_external=True, structure_url=one.address)


KIND = Kind("codelists/external.toml", ExternalCodelistsShape, build)
