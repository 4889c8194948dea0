"""Query parameters of the portal. What is not listed is refused, with the nearest that is."""

from typing import Annotated, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

#: Items of one page.
DEFAULT_LIMIT, MOST_ITEMS = 100, 1000

Language = Literal["en", "vi"]


class Told(BaseModel):
    """What every endpoint takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lang: Language | None = Field(
        default=None,
        description="Language of texts; otherwise the one Accept-Language prefers, or English",
        examples=["vi"],
    )


class Paged(Told):
    """What lists take."""

    offset: int = Field(default=0, ge=0, le=2**31, description="Items to skip")
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=MOST_ITEMS, description="Items of a page")


DataflowId = Annotated[
    str,
    Path(
        description="Id of a dataflow, or its reference with agency and version",
        examples=["DF_EMP_MNAO_SEX_CDS_NB"],
        max_length=200,
    ),
]
TableNumber = Annotated[
    int, Path(description="Number of an ILMS table, 1 to 21", ge=0, le=9999, examples=[18])
]
Common = Annotated[Told, Query()]
InPages = Annotated[Paged, Query()]
