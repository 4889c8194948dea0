"""Routes that are read only: GET and HEAD, told apart by nothing but the body."""

from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.types import Receive, Scope, Send


class Reading(APIRoute):
    """A GET route that takes HEAD as well, without an operation of its own in the description."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match HEAD where GET would."""
        return super().matches(_as_get(scope))

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer HEAD with the headers of GET; who answers leaves the body out."""
        if scope["method"] == "HEAD":
            await self.app(scope, receive, send)
        else:
            await super().handle(scope, receive, send)


def _as_get(scope: Scope) -> Scope:
    if scope["type"] == "http" and scope["method"] == "HEAD":
        return {**scope, "method": "GET"}
    return scope
