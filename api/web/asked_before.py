"""Questions asked before, answered on the spot: nothing is parsed, and no thread is woken.

Structures hang on the definitions, which a process never changes, and on what is released. As long
as the same releases are visible, the same question has the same answer, byte for byte; what is
kept of it are its headers, its bytes are among the kept answers.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from time import perf_counter
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from api.store.store import Store
from api.web.kept_answers import KeptAnswers
from api.web.responses import is_the_copy
from api.web.streamed import Whole

#: Questions remembered, and the longest one that is.
_QUESTIONS, _LENGTH = 4096, 2048

#: What of a request besides its URL decides the answer.
_HEADERS = (b"host", b"accept", b"accept-language", b"accept-encoding")

#: Headers that a 304 repeats (RFC 9110, 15.4.5).
_ON_304 = ("ETag", "Last-Modified", "Cache-Control", "Vary")


class Remembered(NamedTuple):
    """An answer without its bytes."""

    #: Of what was released when it was asked for.
    mark: tuple[int, int]
    headers: dict[str, str]


class AskedBefore:
    """What was asked lately, least recently asked first out. Safe to use from several threads."""

    def __init__(self, store: Store, answers: KeptAnswers) -> None:
        self._store, self._answers = store, answers
        self._known: OrderedDict[Hashable, Remembered] = OrderedDict()
        self._lock = Lock()

    def mark(self) -> tuple[int, int] | None:
        """What is released at this moment; None if that cannot be told at once."""
        return self._store.mark()

    def answer(self, request: Request, mark: tuple[int, int] | None) -> Response | None:
        """The answer of last time, or 304; None if it has to be made."""
        if mark is None:
            return None
        started = perf_counter()
        question = _question(request)
        with self._lock:
            found = self._known.get(question)
            if found is None or found.mark != mark:
                return None
            self._known.move_to_end(question)
        headers = found.headers
        if is_the_copy(request.headers, headers["ETag"], headers["Last-Modified"]):
            return Response(status_code=304, headers={name: headers[name] for name in _ON_304})
        kept = self._answers.of(headers["ETag"].strip('"'))
        if kept is None:
            return None
        timing = {"Server-Timing": f"parse;dur={(perf_counter() - started) * 1000:.2f}"}
        return Whole(b"" if request.method == "HEAD" else kept.body, headers | timing)

    def remember(self, request: Request, mark: tuple[int, int] | None, response: Response) -> None:
        """Keep the headers of an answer that was whole, under what was released before it."""
        question = _question(request)
        if mark is None or response.status_code != 200 or not isinstance(response, Whole):
            return
        if sum(map(len, question)) > _LENGTH:
            return
        with self._lock:
            self._known[question] = Remembered(mark, response.said)
            self._known.move_to_end(question)
            if len(self._known) > _QUESTIONS:
                self._known.popitem(last=False)


def _question(request: Request) -> tuple[bytes, ...]:
    """Everything that decides an answer besides what is published."""
    scope = request.scope
    said = dict.fromkeys(_HEADERS, b"")
    for name, value in scope["headers"]:
        if name in said:
            said[name] += value + b","
    url = (scope.get("raw_path") or scope["path"].encode(), scope["query_string"])
    return (scope["scheme"].encode(), *url, *said.values())
