"""A service that answers with what a test tells it to, through the real path of responses."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

import anyio
import anyio.to_thread
from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Scope

from api import formats
from api.formats.base import Options
from api.formats.negotiation import Choice
from api.resources.answer import Answer, Counter
from api.web.kept_answers import KeptAnswers
from api.web.kept_downloads import KeptDownloads
from api.web.responses import Sending, respond

FORMAT = next(one for one in formats.DATA if one.suffix == "csv")
CHOICE: Choice[Any] = Choice(
    format=FORMAT, options=Options(), content_type=FORMAT.media_type, content_language="en"
)
#: What no content coding makes smaller.
PIECE = Random(2).randbytes(300_000)  # noqa: S311


@dataclass
class Source:
    """Answers with these pieces; counts how often they were asked for, and notes their end."""

    pieces: Callable[[], Iterable[bytes]]
    tag: str = "tag"
    whole: bool = False
    #: Or of structures: then nothing is counted.
    data: bool = True
    expected: int | None = None
    observations: int = 3
    #: One answer an entry; then always current.
    current: list[bool] = field(default_factory=list)
    opened: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)
    closed: int = 0

    def answer(self) -> tuple[Answer, str]:
        """The answer of now; every one has the source's tag."""
        counter = Counter()
        made = Answer(
            choice=CHOICE,
            tag=self.tag,
            last_modified=datetime(2026, 1, 1, tzinfo=UTC),
            open=lambda: self._open(counter),
            close=self._close,
            stop=self.stopped.set,
            is_current=lambda: self.current.pop(0) if self.current else True,
            whole=self.whole,
            expected=self.expected,
            counter=counter if self.data else None,
        )
        return made, ""

    def _open(self, counter: Counter) -> Iterator[bytes]:
        self.opened += 1
        for piece in self.pieces():
            counter.observations = self.observations
            yield piece

    def _close(self) -> None:
        self.closed += 1


def sending(folder: Any, *, small: int = 1 << 20, large: int = 1 << 24) -> Sending:
    """What a process shares, with so much room in memory and in the folder."""
    return Sending(
        bulk=CapacityLimiter(2),
        answers=KeptAnswers(small),
        downloads=KeptDownloads(folder, large),
    )


def application(source: Source, shared: Sending) -> Starlette:
    """An application that answers everything from the source."""

    async def endpoint(request: Request) -> Response:
        def make() -> tuple[Answer, str]:
            answer, _ = source.answer()
            return answer, request.headers.get("accept-encoding", "")

        return await respond(request, make, shared)

    return Starlette(routes=[Route("/", endpoint, methods=["GET", "HEAD"])])


def scope(**headers: str) -> Scope:
    """An ASGI scope of a GET."""
    return {
        "type": "http",
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


class Leaving:
    """The client's end of a connection: `receive` tells of its leaving, `send` notes messages."""

    def __init__(self, *, after: int = 0, when: threading.Event | None = None) -> None:
        """It leaves when it has so many messages, or when something has happened."""
        self.messages: list[Message] = []
        self._after, self._when = after, when
        self._gone = anyio.Event()
        self._asked = False

    async def receive(self) -> Message:
        """The request, then the end of the connection."""
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        if self._when is not None:
            await anyio.to_thread.run_sync(self._when.wait, 20, abandon_on_cancel=True)
        else:
            await self._gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Note a message."""
        self.messages.append(message)
        if len(self.messages) >= self._after:
            self._gone.set()
