"""Responses as they leave: whole, or in pieces that end at once with their client."""

from collections.abc import Callable, Iterator

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send


class Whole(Response):
    """A response whose headers are exactly those given (no charset is added to a media type)."""

    def __init__(self, body: bytes, headers: dict[str, str]) -> None:
        super().__init__(body)
        #: The headers as they were given.
        self.said = headers
        self.raw_headers = _raw(headers)


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


def _nothing() -> None:
    return None


class Streamed(Response):
    """A body in pieces, made in a thread behind a shared limit, ended at once with its client.

    A slow reader holds the piece that waits for it, but no thread. A failure in mid-stream is
    raised: the server then breaks the connection, so that no message ever ends cleanly that is not
    complete.
    """

    def __init__(
        self,
        chunks: Iterator[bytes],
        headers: dict[str, str],
        close: Callable[[], None],
        limiter: CapacityLimiter | None = None,
        stop: Callable[[], None] = _nothing,
    ) -> None:
        """`stop` ends from elsewhere what makes the pieces; `close` is called afterwards."""
        super().__init__()
        self._chunks, self._close, self._stop = chunks, close, stop
        self._limiter = limiter
        self._is_gone = False
        self.raw_headers = _raw(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the pieces until they end or the client goes away."""
        try:
            async with anyio.create_task_group() as group:

                def leave() -> None:
                    self._is_gone = True
                    group.cancel_scope.cancel()

                group.start_soon(until_disconnect, receive, self._stop, leave)
                await self._send(send)
                group.cancel_scope.cancel()
        finally:
            await self.close()

    async def close(self) -> None:
        """End what makes the pieces; after sending, or in its place."""
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self._close)

    async def _send(self, send: Send) -> None:
        start: Message = {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }
        await send(start)
        while (chunk := await self._next()) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _next(self) -> bytes | None:
        try:
            return await anyio.to_thread.run_sync(next, self._chunks, None, limiter=self._limiter)
        except Exception:
            if not self._is_gone:
                raise
            return None  # it was stopped; the cancelled task goes no further


async def until_disconnect(
    receive: Receive, stop: Callable[[], None], then: Callable[[], None]
) -> None:
    """Wait for the client to leave, stop what is made for it, then do the rest."""
    while (await receive())["type"] != "http.disconnect":
        pass
    then()
    with anyio.CancelScope(shield=True):
        await anyio.to_thread.run_sync(stop)


async def discard(response: Response) -> None:
    """End a response that is not going to be sent."""
    if isinstance(response, Streamed):
        await response.close()


class Finishing(Response):
    """A response with something to do once it has left, or its client has gone."""

    def __init__(self, response: Response, finish: Callable[[], None]) -> None:
        super().__init__(status_code=response.status_code)
        self.raw_headers = response.raw_headers
        self._response, self._finish = response, finish

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        try:
            await self._response(scope, receive, send)
        finally:
            self._finish()
