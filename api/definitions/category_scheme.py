"""Category schemes: `dataflows/CAS_*.toml`.

The key of a category is its path, `"MODULE_C.TABLE_18"`, as references write it.
"""

from collections.abc import Iterator

from pydantic import Field

from api.definitions.kind import Built, Kind, Place
from api.definitions.shape import ArtefactShape, Shape, Wording, text_of
from api.model.artefact import Annotation, CategoryScheme, Item
from api.model.ref import Ref


class CategoryShape(Shape):
    """One category."""

    name: Wording
    description: Wording | None = None


class CategorySchemeShape(ArtefactShape):
    """A whole scheme."""

    categories: dict[str, CategoryShape] = Field(min_length=1)


def build(shape: CategorySchemeShape, place: Place) -> Iterator[Built]:
    """One category scheme, its items in the order of the file."""
    yield CategoryScheme(
        ref=Ref(shape.agency, place.stem, shape.version),
        name=shape.name.text,
        description=text_of(shape.description),
        items=tuple(
            _item(path, category, order)
            for order, (path, category) in enumerate(shape.categories.items(), 1)
        ),
    )


KIND = Kind("dataflows/CAS_*.toml", CategorySchemeShape, build)


def _item(path: str, category: CategoryShape, order: int) -> Item:
    number = str(order)
    return Item(
        id=path,
        name=category.name.text,
        description=text_of(category.description),
        annotations=(Annotation(type="ORDER", title=number, text={"en": number}),),
    )
