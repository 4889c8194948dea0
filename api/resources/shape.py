"""Shapes of the portal's answers: frozen pydantic models, described by their docstrings."""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from api.resources.docstrings import of_fields

T = TypeVar("T")


class Shape(BaseModel):
    """An object of an answer; its fields' docstrings are their descriptions in OpenAPI."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        found = handler(core_schema)
        members = handler.resolve_ref_schema(found).get("properties", {})
        for name, text in of_fields(cls).items():
            if name in members:
                members[name].setdefault("description", text)
        return found


class Label(Shape):
    """A code and what it means in the language asked for."""

    code: str
    label: str


class Page(Shape, Generic[T]):
    """A part of a list."""

    items: tuple[T, ...]
    total: int
    """How many there are in all, whatever the page."""
    next: str | None = None
    """Address of the next page, or null on the last one."""


class Span(Shape):
    """From the first to the last period with data, both included."""

    first: str
    last: str


class Note(Shape):
    """A remark on a figure, in words."""

    component: str
    """Id of the attribute it comes from, `NOTE_SOURCE` for example."""
    label: str
    """What the attribute is called."""
    text: str
    language: str
    """Language of `text`: a remark of a source that nobody translated stands in its own."""
