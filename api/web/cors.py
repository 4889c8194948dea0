"""Headers that every answer carries, whatever became of it: CORS, and what browsers may do.

Set around everything else, so that a 500 has them too. Anonymous reading is open to all origins.
"""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.web.methods import allowed

_ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Last-Modified, Content-Language, Content-Disposition, Content-Encoding, Link, "
        "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, "
        "Retry-After, Server-Timing, X-Obs-Count, X-Request-ID"
    ),
    "X-Content-Type-Options": "nosniff",
}
#: What browsers make of an answer that is opened as a page: nothing runs, nothing is framed or
#: loaded. Pages say more of themselves, and keep what they say.
_UNLESS_SAID = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "*, Authorization",
    "Access-Control-Max-Age": "86400",
}


class Cors:
    """ASGI middleware: answers OPTIONS, adds the headers to everything."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer a preflight."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_ALWAYS)
                for name, value in _UNLESS_SAID.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["method"] == "OPTIONS":
            methods = allowed(scope["path"])
            given = {"Access-Control-Allow-Methods": methods, "Allow": methods, **_PREFLIGHT}
            headers = [(k.lower().encode(), v.encode()) for k, v in given.items()]
            start = {"type": "http.response.start", "status": 204, "headers": headers}
            await with_headers(start)
            await send({"type": "http.response.body", "body": b""})
            return
        await self._app(scope, receive, with_headers)
