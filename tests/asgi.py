"""A request put to an application as a server does, with a URL that nothing has touched."""

from typing import Any, NamedTuple
from urllib.parse import unquote

import anyio
from starlette.types import ASGIApp


class Reply(NamedTuple):
    """Status, headers in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes


async def ask(
    app: ASGIApp, target: str, headers: dict[str, str] | None = None, method: str = "GET"
) -> Reply:
    """The answer to a request for a target (path and query), which is sent to the letter."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "root_path": "",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [
            (name.lower().encode(), value.encode("latin-1"))
            for name, value in {"Host": "127.0.0.1", **(headers or {})}.items()
        ],
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    gone = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:
        if gone:
            return gone.pop()
        # A client that waits for the end; what waits for it to leave is cancelled.
        return await anyio.sleep_forever()

    await app(scope, receive, send)
    start = sent[0]
    found = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
    return Reply(start["status"], found, b"".join(one.get("body", b"") for one in sent[1:]))
