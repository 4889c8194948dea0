"""A URL that is longer than any that is read: 414 in the family asked for, never a part of it read.

httptools counts the places in a URL with 16 bits, so the protocol keeps no more of one
(`patience.Patient`) and says so in the request's state.
"""

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import UrlTooLong
from api.web.errors import error_response
from api.web.methods import LONGEST_URL
from api.web.patience import CUT


class LongUrls:
    """ASGI middleware: answers what is too long; errors are told by `app`."""

    def __init__(self, app: ASGIApp, application: FastAPI) -> None:
        self._app, self._application = app, application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or not _is_long(scope):
            await self._app(scope, receive, send)
            return
        request = Request({**scope, "app": self._application}, receive)
        error = UrlTooLong(
            f"a URL is at most {LONGEST_URL} bytes long; a data or availability query may stand in "
            "the body of a POST (key=...&startPeriod=2020)"
        )
        await error_response(request, error)(scope, receive, send)


def _is_long(scope: Scope) -> bool:
    if scope.get("state", {}).get(CUT):
        return True
    path = scope.get("raw_path") or scope["path"].encode()
    return len(path) + len(scope["query_string"]) >= LONGEST_URL
