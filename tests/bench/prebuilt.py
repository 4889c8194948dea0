"""A server that sends the same bytes again and again: what any other is measured against."""

import os
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send


def create_app() -> ASGIApp:
    """Answer every request with the bytes of the file that `BENCH_BODY` names."""
    body = Path(os.environ["BENCH_BODY"]).read_bytes()
    headers = [(b"content-length", str(len(body)).encode())]

    async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})

    return app
