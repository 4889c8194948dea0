"""Doubled slashes around the dialect: a base address that ends in a slash, and a path behind it.

What follows the dialect is read by `api.rest`, which passes over empty segments. Nothing is
redirected: pysdmx does not follow, and a harvester pays for each redirect.
"""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

_DOUBLED = re.compile("^/+rest/+(?=v[12](?:/|$))")


class Slashes:
    """ASGI middleware: writes the slashes before the dialect once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its plain path."""
        if scope["type"] == "http" and "//" in scope["path"]:
            raw = scope.get("raw_path") or scope["path"].encode()
            plain = _DOUBLED.sub("/rest/", raw.decode("latin-1"), count=1)
            path = _DOUBLED.sub("/rest/", scope["path"], count=1)
            scope = {**scope, "path": path, "raw_path": plain.encode("latin-1")}
        await self._app(scope, receive, send)
