"""JSON for front-ends under `/api`: pydantic models in, use cases called, nothing decided here."""

from fastapi import APIRouter

from api.web.portal import figures, history, search, service, tables

router = APIRouter()
for _part in (tables, figures, search, history, service):
    # `include_router` would build every route, with its models, once more.
    router.routes.extend(_part.router.routes)
