"""The shape that schemes of agencies, data providers, data consumers and units share."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from api.definitions.kind import Place
from api.definitions.shape import Agency, ArtefactShape, Shape, Wording, text_of
from api.model.artefact import Annotation, Item, ItemScheme
from api.model.ref import Ref


class OrganisationShape(Shape):
    """One organisation."""

    name: Wording
    description: Wording | None = Field(None, description="What it does here, and former names")
    website: str = Field("", pattern=r"^(https://.+)?$", description="Its address on the web")


class UnitShape(OrganisationShape):
    """A unit inside an organisation; only these have parents in the standard."""

    parent: str = Field("", description="Unit it belongs to")


class OrganisationSchemeShape(Shape):
    """A scheme whose id and version the standard fixes (SDMX 2.1 Section 3A, 4.5)."""

    agency: Agency
    version: Literal["1.0"]
    name: Wording
    description: Wording | None = None
    partial: bool = Field(False, description="Another registry keeps the whole scheme")
    organisations: dict[str, OrganisationShape] = Field(min_length=1)


class UnitSchemeShape(ArtefactShape):
    """A scheme of units, with a version of its own."""

    organisations: dict[str, UnitShape] = Field(min_length=1)


def scheme(
    kind: type[ItemScheme], shape: OrganisationSchemeShape | UnitSchemeShape, place: Place
) -> ItemScheme:
    """An organisation scheme of the given class."""
    return kind(
        ref=Ref(shape.agency, place.stem, shape.version),
        name=shape.name.text,
        description=text_of(shape.description),
        is_partial=isinstance(shape, OrganisationSchemeShape) and shape.partial,
        items=tuple(_item(id, found) for id, found in shape.organisations.items()),
    )


def _item(id: str, organisation: OrganisationShape) -> Item:
    return Item(
        id=id,
        name=organisation.name.text,
        description=text_of(organisation.description),
        parent=organisation.parent if isinstance(organisation, UnitShape) else "",
        annotations=tuple(_notes(organisation)),
    )


def _notes(organisation: OrganisationShape) -> Iterator[Annotation]:
    if organisation.website:
        yield Annotation(id="WEBSITE", type="WEBSITE", url=organisation.website)
