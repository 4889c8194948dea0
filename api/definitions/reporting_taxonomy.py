"""Reporting taxonomies: `dataflows/RT_*.toml`, what is to be reported together."""

from collections.abc import Iterator

from pydantic import Field

from api.definitions.category_scheme import CategoryShape
from api.definitions.kind import Built, Kind, Place
from api.definitions.shape import ArtefactShape, Reference, text_of
from api.model.artefact import Item, ReportingTaxonomy
from api.model.ref import Link, Ref


class ReportingCategoryShape(CategoryShape):
    """A part of the questionnaire, and the dataflows that answer it."""

    dataflows: list[Reference] = Field([], description="Dataflows reported here")


class ReportingTaxonomyShape(ArtefactShape):
    """A whole questionnaire; the key of a category is its path."""

    categories: dict[str, ReportingCategoryShape] = Field(min_length=1)


def build(shape: ReportingTaxonomyShape, place: Place) -> Iterator[Built]:
    """One reporting taxonomy, its items in the order of the file."""
    yield ReportingTaxonomy(
        ref=Ref(shape.agency, place.stem, shape.version),
        name=shape.name.text,
        description=text_of(shape.description),
        items=tuple(_item(path, category) for path, category in shape.categories.items()),
    )


KIND = Kind("dataflows/RT_*.toml", ReportingTaxonomyShape, build)


def _item(path: str, category: ReportingCategoryShape) -> Item:
    return Item(
        id=path,
        name=category.name.text,
        description=text_of(category.description),
        structures=tuple(Link("dataflow", ref) for ref in category.dataflows),
    )
