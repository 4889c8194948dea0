"""Health, for whatever starts and stops the service."""

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

from api.errors import SdmxError
from api.web.publication import Publication, publication

router = APIRouter(tags=["operation"])


class Health(BaseModel):
    """Whether the service can answer, and on what."""

    status: str = Field(description="`ready`, `degraded` or `unavailable`", examples=["ready"])
    releases: int | None = Field(description="Releases visible now; null without a store")
    definitions: str = Field(description="Hash of the definitions in force")
    problems: list[str] = Field(description="What is wrong, one a line")


@router.get("/health/live")
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@router.get("/health/ready", responses={503: {"model": Health}})
async def ready(request: Request, response: Response) -> Health:
    """The store can be read. With broken definition files the last good ones are served."""
    known = publication(request)
    problems = [str(finding) for finding in known.broken]
    try:
        releases: int | None = await run_in_threadpool(_releases, known)
    except SdmxError as error:
        releases, problems = None, [*problems, error.message]
    response.headers["Cache-Control"] = "no-store"
    if releases is None:
        response.status_code = 503
    status = "unavailable" if releases is None else "degraded" if problems else "ready"
    return Health(
        status=status,
        releases=releases,
        definitions=known.actual.fingerprint,
        problems=problems,
    )


def _releases(known: Publication) -> int:
    """How many are visible. What a process remembers of a store that is away does not count."""
    known.store.reach()
    return len(known.store.visible())
