"""An answer on its way out: validators, headers, the first bytes before the status line.

SDMX-REST 2.2 `doc/tips.md`, RFC 9110 sections 8.8, 12.5 and 13.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from itertools import chain
from time import perf_counter

import anyio
import anyio.to_thread
from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from api.errors import Unavailable
from api.resources.answer import Answer
from api.store.stopping import Reading
from api.web.compression import choose, compressed
from api.web.kept_answers import LARGE, SMALL, KeptAnswer, KeptAnswers
from api.web.kept_downloads import KeptDownloads
from api.web.streamed import Streamed, Whole, until_disconnect

#: Stages an answer goes through, as `Server-Timing` has them.
STAGES = ("parse", "resolve", "select", "write")

#: What logs say of a client that left before it was answered; nobody receives it.
_CLIENT_CLOSED_REQUEST = 499

#: How often an answer is begun again because of a release in between.
_TRIES = 3

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
    """Whether the client's copy is this representation."""
    mine = validators(answer, coding)
    return is_the_copy(headers, mine["ETag"], mine["Last-Modified"])


def is_the_copy(headers: Headers, tag: str, last_modified: str) -> bool:
    """Whether what a client has is what has these validators (RFC 9110, 13.1.2 and 13.1.3)."""
    if (tags := headers.get("if-none-match")) is not None:
        return any(one.strip().removeprefix("W/") in ("*", tag) for one in tags.split(","))
    if (text := headers.get("if-modified-since")) is None:
        return False
    since, modified = _instant(text), _instant(last_modified)
    return since is not None and modified is not None and modified <= since


def _instant(text: str) -> datetime | None:
    """An HTTP date, or an ISO 8601 one as some SDMX clients send it; None for anything else."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            instant = read(text)
        except ValueError:
            continue
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return None


@dataclass(frozen=True, slots=True)
class Sending:
    """What answers share on their way out."""

    #: How many large answers are written at a time.
    bulk: CapacityLimiter
    answers: KeptAnswers
    downloads: KeptDownloads
    #: How long an answer may take to begin.
    seconds: float = 60.0


async def respond(
    request: Request, make: Callable[[], tuple[Answer, str]], sending: Sending
) -> Response:
    """Answer a request: 304 before the store is touched, then what is kept, then what is written.

    `make` gives the answer and the value of Accept-Encoding it is for. The first bytes are made
    before the status leaves; a client that does not wait for them ends what makes them.
    """
    outgoing, known = await run_in_threadpool(_begun, request, make, sending)
    if known is not None:
        return known
    written: Response | Exception | None = None
    async with anyio.create_task_group() as group:
        group.start_soon(
            until_disconnect, request.receive, outgoing.stop, group.cancel_scope.cancel
        )
        group.start_soon(_overdue, sending.seconds, outgoing)
        try:
            written = await run_in_threadpool(outgoing.written)
        except Exception as error:  # raised outside: a task group would wrap it
            written = error
        group.cancel_scope.cancel()
    if isinstance(written, Exception):
        raise outgoing.too_slow() or written
    return written or Response(status_code=_CLIENT_CLOSED_REQUEST)


async def _overdue(seconds: float, outgoing: "_Outgoing") -> None:
    """End an answer that takes too long to begin."""
    await anyio.sleep(seconds)
    with anyio.CancelScope(shield=True):
        await anyio.to_thread.run_sync(outgoing.give_up)


def _begun(
    request: Request, make: Callable[[], tuple[Answer, str]], sending: Sending
) -> tuple["_Outgoing", Response | None]:
    outgoing = _Outgoing(request, make, sending)
    return outgoing, outgoing.known()


class _Outgoing:
    """One answer on its way out."""

    def __init__(
        self, request: Request, make: Callable[[], tuple[Answer, str]], sending: Sending
    ) -> None:
        self._request, self._make, self._sending = request, make, sending
        self._is_gone = self._is_late = False
        self._reading = Reading()
        self._take()

    def _take(self) -> None:
        self._answer, accept_encoding = self._make()
        self._coding = choose(accept_encoding)
        self._validators = validators(self._answer, self._coding)
        self._tag = self._validators["ETag"].strip('"')

    def stop(self) -> None:
        """The client has gone."""
        self._is_gone = True
        self._end()

    def give_up(self) -> None:
        """The time is over."""
        self._is_late = True
        self._end()

    def _end(self) -> None:
        self._reading.stop()
        self._answer.stop()

    def too_slow(self) -> Unavailable | None:
        """What to tell a client whose answer was given up."""
        if not self._is_late:
            return None
        return Unavailable(
            f"the answer did not begin within {self._sending.seconds:g} seconds; ask for less "
            "(a key, startPeriod, lastNObservations), or for CSV, which begins at once"
        )

    def known(self) -> Response | None:
        """The answer without the store: 304, or from what is kept."""
        if not_modified(self._request.headers, self._answer, self._coding):
            return Response(status_code=304, headers=self._validators)
        if (kept := self._sending.answers.of(self._tag)) is not None:
            headers = self._headers(len(kept.body), kept.observations)
            return Whole(b"" if self._is_head else kept.body, headers)
        if not (self._answer.whole and self._coding):
            return None
        if (download := self._sending.downloads.of(self._tag)) is None:
            return None
        headers = self._headers(download.size, download.observations)
        if self._is_head:
            download.close()
            return Whole(b"", headers)
        return Streamed(download.chunks(), headers, download.close)

    def written(self) -> Response:
        """The answer from the store: whole, or its first bytes and what gives the others."""
        for _ in range(_TRIES):
            response = self._write()
            if response is not None:
                return response
            self._take()
        raise Unavailable("releases follow each other too fast; try again in a moment")

    def _write(self) -> Response | None:
        """None if the answer became another while it was begun."""
        answer, started = self._answer, perf_counter()
        try:
            with self._reading.under_way():
                chunks = compressed(answer.open(), self._coding)
                start, complete = _start(chunks, SMALL if answer.counter else LARGE)
            current = answer.is_current()
        except BaseException:
            answer.close()
            if self._is_gone:
                return Response(status_code=_CLIENT_CLOSED_REQUEST)
            raise
        answer.timings["write"] = perf_counter() - started - answer.timings.get("select", 0)
        if not current:
            answer.close()
            return None
        if complete:
            answer.close()
            return self._whole(start)
        return self._streamed(start, chunks)

    def _whole(self, body: bytes) -> Response:
        counter = self._answer.counter
        observations = counter.observations if counter else None
        self._sending.answers.keep(self._tag, KeptAnswer(body, observations))
        headers = self._headers(len(body), observations)
        return Whole(b"" if self._is_head else body, headers)

    def _streamed(self, start: bytes, chunks: Iterator[bytes]) -> Response:
        answer = self._answer
        headers = self._headers(None, answer.expected)
        if self._is_head:
            answer.close()
            return Whole(b"", headers)
        pieces: Iterator[bytes] = chain((start,), chunks)
        if answer.whole and self._coding:
            pieces = self._sending.downloads.keeping(self._tag, pieces, self._count)
        close = partial(_close, pieces, answer)
        return Streamed(pieces, headers, close, self._sending.bulk, answer.stop)

    def _count(self) -> int | None:
        counter = self._answer.counter
        return counter.observations if counter else None

    @property
    def _is_head(self) -> bool:
        return self._request.method == "HEAD"

    def _headers(self, length: int | None, observations: int | None) -> dict[str, str]:
        choice, timings = self._answer.choice, self._answer.timings
        headers = self._validators | {
            "Content-Type": choice.content_type,
            "Content-Language": choice.content_language,
            "Server-Timing": ", ".join(
                f"{name};dur={timings[name] * 1000:.2f}" for name in STAGES if name in timings
            ),
        }
        if self._coding:
            headers["Content-Encoding"] = self._coding
        if length is not None:
            headers["Content-Length"] = str(length)
        if observations is not None:
            headers["X-Obs-Count"] = str(observations)
        return headers


def _start(chunks: Iterator[bytes], room: int) -> tuple[bytes, bool]:
    """The first bytes, up to what is sent whole, and whether that is all."""
    parts, size = [], 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > room:
            return b"".join(parts), False
    return b"".join(parts), True


def _close(pieces: Iterator[bytes], answer: Answer) -> None:
    """End the generators from the outside in, then the query under them."""
    if isinstance(pieces, Generator):
        pieces.close()
    answer.close()
