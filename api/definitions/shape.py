"""Pieces that the shapes of several kinds of definition file have in common."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from api.errors import InvalidSyntax
from api.model.ref import Ref
from api.model.text import Text


class Shape(BaseModel):
    """A table of a definition file: closed, and frozen once it was read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Wording(Shape):
    """A text in the two languages of the service. English must exist; Vietnamese may follow."""

    en: str = Field(min_length=1, description="English text")
    vi: str = Field("", description="Vietnamese text; left out, readers see the English one")

    @property
    def text(self) -> Text:
        """The languages that have a text."""
        return {tag: found for tag, found in (("en", self.en), ("vi", self.vi)) if found}


class LocalWording(Shape):
    """A name in a national list, which may have no English one."""

    en: str | None = Field(None, min_length=1, description="English text, if there is one")
    vi: str = Field("", description="Vietnamese text")

    @property
    def text(self) -> Text:
        """The languages that have a text."""
        return {tag: found for tag, found in (("en", self.en), ("vi", self.vi)) if found}


def _reference(value: Any) -> Ref:
    if isinstance(value, Ref):
        return value
    try:
        return Ref.parse(value)
    except (InvalidSyntax, TypeError) as error:
        raise ValueError(f"{value!r} is not a reference like VN1:CL_SEX(1.0.0)") from error


#: A reference as text, `VN1:CL_SEX(1.0.0)`; `Ref` once read.
Reference = Annotated[Ref, PlainValidator(_reference)]


def _form(pattern: str, words: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"{value!r} is not {words}")
        return value

    return AfterValidator(check)


_NCNAME = r"[A-Za-z][A-Za-z0-9_-]*"

#: Maintenance agency of an artefact: a nested NCName of the standard.
Agency = Annotated[str, _form(rf"{_NCNAME}(\.{_NCNAME})*", "an agency like VN1 or VN1.DOLAB")]
#: A semantic version; the schemes of organisations have the fixed version 1.0.
Version = Annotated[
    str, _form(r"\d+\.\d+\.\d+(-[A-Za-z0-9.-]+)?", "a version of three numbers like 1.0.0")
]


class ArtefactShape(Shape):
    """What every file that defines an artefact begins with; its id is the name of the file."""

    agency: Agency = Field(description="Maintenance agency, VN1 for the statistics office")
    version: Version = Field(description="Semantic version: changed content, changed version")
    name: Wording
    description: Wording | None = None


def text_of(wording: Wording | None) -> Text:
    """The languages of an optional wording."""
    return wording.text if wording else {}
