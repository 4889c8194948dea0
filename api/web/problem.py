"""Problem details, as they are written and as they are described."""

from typing import Any

from pydantic import BaseModel, Field

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457)."""

    type: str = Field(description="Address of the page that explains the number")
    title: str
    status: int
    detail: str = Field(description="What was asked, what was expected, and the nearest there is")
    instance: str = Field(description="Path that was asked for")
    code: int = Field(description="The SDMX error number")
    request: str = Field(description="Id of the request, as the log has it")


#: What a description says of refusals: OpenAPI's ranges of statuses.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": text, "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
    for status, text in (
        ("4XX", "The request is wrong, or there is nothing to answer with"),
        ("5XX", "The service cannot answer now; `Retry-After` says when to ask again"),
    )
}
