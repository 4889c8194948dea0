"""An answer on its way out: validators, headers, the first bytes before the status line.

SDMX-REST 2.2 `doc/tips.md`, RFC 9110 sections 8.8, 12.5 and 13.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from itertools import chain
from time import perf_counter

import anyio.to_thread
from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from api.resources.answer import Answer
from api.web.compression import choose, compressed

#: Answers up to this size are sent whole, with their length.
_SMALL = 256 * 1024

#: Every header an answer depends on; sent on every status.
VARY = "Accept, Accept-Encoding, Accept-Language"


def validators(answer: Answer, coding: str) -> dict[str, str]:
    """Headers that identify the representation; the same on 200 and 304."""
    suffix = f"-{coding}" if coding else ""
    return {
        "ETag": f'"{answer.tag}{suffix}"',
        "Last-Modified": format_datetime(answer.last_modified.astimezone(UTC), usegmt=True),
        # Revalidate always: no cache may outlive a release or an embargo.
        "Cache-Control": "no-cache",
        "Vary": VARY,
    }


def not_modified(headers: Headers, answer: Answer, coding: str) -> bool:
    """Whether the client's copy is this representation (RFC 9110, 13.1.2 and 13.1.3)."""
    if (tags := headers.get("if-none-match")) is not None:
        mine = validators(answer, coding)["ETag"]
        return any(tag.strip().removeprefix("W/") in ("*", mine) for tag in tags.split(","))
    since = _instant(headers.get("if-modified-since", ""))
    return since is not None and answer.last_modified.replace(microsecond=0) <= since


def _instant(text: str) -> datetime | None:
    """An HTTP date, or an ISO 8601 one as some SDMX clients send it; None for anything else."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            instant = read(text)
        except ValueError:
            continue
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return None


async def respond(
    request: Request, make: Callable[[], tuple[Answer, str]], bulk: CapacityLimiter
) -> Response:
    """Answer a request: 304 before the store is touched, else the first bytes before the status.

    `make` gives the answer and the value of Accept-Encoding it is for.
    """
    return await run_in_threadpool(_respond, request, make, bulk)


def _respond(
    request: Request, make: Callable[[], tuple[Answer, str]], bulk: CapacityLimiter
) -> Response:
    answer, accept_encoding = make()
    coding = choose(accept_encoding)
    headers = validators(answer, coding)
    if not_modified(request.headers, answer, coding):
        return Response(status_code=304, headers=headers)
    started = perf_counter()
    try:
        chunks = compressed(answer.open(), coding)
        start, complete = _start(chunks)
    except BaseException:
        answer.close()
        raise
    answer.timings["write"] = perf_counter() - started
    headers |= _entity_headers(answer, coding, complete)
    if complete:
        answer.close()
        headers["Content-Length"] = str(len(start))
        body = b"" if request.method == "HEAD" else start
        return _Whole(body, headers)
    if request.method == "HEAD":
        answer.close()
        return _Whole(b"", headers)
    return Streamed(chain((start,), chunks), headers, answer.close, bulk)


def _start(chunks: Iterator[bytes]) -> tuple[bytes, bool]:
    """The first bytes, up to the size of a small answer, and whether that is all."""
    parts, size = [], 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > _SMALL:
            return b"".join(parts), False
    return b"".join(parts), True


def _entity_headers(answer: Answer, coding: str, complete: bool) -> dict[str, str]:
    headers = {
        "Content-Type": answer.choice.content_type,
        "Content-Language": answer.choice.content_language,
        "Server-Timing": ", ".join(
            f"{name};dur={seconds * 1000:.2f}" for name, seconds in answer.timings.items()
        ),
    }
    if coding:
        headers["Content-Encoding"] = coding
    if complete and answer.counter is not None:
        headers["X-Obs-Count"] = str(answer.counter.observations)
    return headers


class _Whole(Response):
    """A response whose headers are exactly those given (no charset is added to a media type)."""

    def __init__(self, body: bytes, headers: dict[str, str]) -> None:
        super().__init__(body)
        self.raw_headers = _raw(headers)


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


class Streamed(Response):
    """A body in pieces, made in a thread behind a shared limit, ended at once with its client.

    A failure in mid-stream is raised: the server then breaks the connection, so that no message
    ever ends cleanly that is not complete.
    """

    def __init__(
        self,
        chunks: Iterator[bytes],
        headers: dict[str, str],
        close: Callable[[], None],
        bulk: CapacityLimiter,
    ) -> None:
        super().__init__()
        self._chunks, self._close, self._bulk = chunks, close, bulk
        self.raw_headers = _raw(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the pieces until they end or the client goes away."""
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(_until_disconnect, receive, group.cancel_scope.cancel)
                await self._send(send)
                group.cancel_scope.cancel()
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(self._close)

    async def _send(self, send: Send) -> None:
        start: Message = {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }
        await send(start)
        while (
            chunk := await anyio.to_thread.run_sync(next, self._chunks, None, limiter=self._bulk)
        ) is not None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _until_disconnect(receive: Receive, cancel: Callable[[], None]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    cancel()


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
