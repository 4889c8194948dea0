"""How long one connection may keep the service waiting: a slow writer, a slow reader.

A connection that says nothing, or too little, is let go after `ILMS_HEADER_SECONDS`; one that does
not take what is sent to it after `ILMS_STALL_SECONDS`. Both hold little while they last: no thread,
no place among the downloads, one piece of an answer.
"""

from asyncio import Protocol, TimerHandle, Transport
from functools import cache

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.settings import Settings
from api.web.methods import LONGEST_URL

#: Mark in the request's state that only the beginning of its URL was kept.
CUT = "url_is_cut"


@cache
def _header_seconds() -> float:
    """The setting, read once a process; uvicorn hands a protocol its own settings only."""
    return Settings().header_seconds


class Patient(HttpToolsProtocol, Protocol):
    """uvicorn's protocol, with a time limit for a request to arrive.

    From the connection (or, on one that is kept, from the first byte) to the end of the head, and
    again from there to the end of the body.
    """

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        self._arriving: TimerHandle | None = None
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._arrived()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        if self._arriving is None:
            self._expect()

    def on_url(self, url: bytes) -> None:
        """Part of the URL; of one that is too long the beginning is kept, and marked as such."""
        super().on_url(url)
        if len(self.url) >= LONGEST_URL:
            self.url = self.url[:LONGEST_URL]
            self.scope["state"][CUT] = True

    def on_headers_complete(self) -> None:
        """The head is there; a body may follow."""
        self._expect()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is there, whole."""
        self._arrived()
        super().on_message_complete()

    def _expect(self) -> None:
        self._arrived()
        self._arriving = self.loop.call_later(_header_seconds(), self._too_late)

    def _arrived(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _too_late(self) -> None:
        self._arriving = None
        self.transport.abort()


class Draining:
    """ASGI middleware: a client that takes nothing for so long is not served any further."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app, self._seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; TimeoutError breaks the connection."""

        async def bounded(message: Message) -> None:
            with anyio.fail_after(self._seconds):
                await send(message)

        await self._app(scope, receive, bounded)
