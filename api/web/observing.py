"""What operators see: a request's id, one line of log, and metrics.

Neither addresses of clients nor keys are logged or counted.
"""

import json
import logging
import time
from collections.abc import Iterable
from uuid import uuid4

from prometheus_client import Counter, Gauge, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger("ilms.access")

REQUESTS = Counter(
    "ilms_requests", "Requests answered, by resource and status", ("resource", "status")
)
SECONDS = Histogram(
    "ilms_request_seconds",
    "Time to the first byte, by resource and format",
    ("resource", "format"),
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
)
BYTES = Counter("ilms_response_bytes", "Bytes of bodies sent, by resource", ("resource",))
OPEN = Gauge("ilms_open_requests", "Requests being answered", multiprocess_mode="livesum")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record with its time in UTC and what it carries under `fields`."""
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + "Z",
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_to_standard_error(level: str) -> None:
    """Write the service's log as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger("ilms")
    root.handlers = [handler]
    root.setLevel(level.upper())
    root.propagate = False


class Observing:
    """ASGI middleware: gives each request an id, times it, counts it, logs it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        note = _Note(scope)

        async def noting(message: Message) -> None:
            note.see(message)
            await send(message)

        with OPEN.track_inprogress():
            try:
                await self._app(scope, receive, noting)
            finally:
                note.write()


class _Note:
    """One request."""

    def __init__(self, scope: Scope) -> None:
        self._started = time.perf_counter()
        self._method, self._path = scope["method"], scope["path"]
        self._resource = resource_of(self._path)
        self._status, self._bytes, self._first = 0, 0, 0.0
        self._format = ""
        self._id = _id(Headers(scope=scope).get("x-request-id", ""))
        scope.setdefault("state", {})["id"] = self._id

    def see(self, message: Message) -> None:
        """Note the status, and the bytes as they go."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self._id
            self._status = message["status"]
            self._first = time.perf_counter() - self._started
            self._format = headers.get("content-type", "").partition(";")[0]
        else:
            self._bytes += len(message.get("body", b""))

    def write(self) -> None:
        """Count and log the request."""
        REQUESTS.labels(self._resource, self._status).inc()
        BYTES.labels(self._resource).inc(self._bytes)
        if self._status:
            SECONDS.labels(self._resource, self._format).observe(self._first)
        fields = {
            "request": self._id,
            "method": self._method,
            "path": self._path,
            "status": self._status,
            "bytes": self._bytes,
            "first_byte_ms": round(self._first * 1000, 1),
            "total_ms": round((time.perf_counter() - self._started) * 1000, 1),
        }
        _LOG.info("request", extra={"fields": fields})


def _id(given: str) -> str:
    """The client's own id if it sent a short plain one, else a new one."""
    plain = given.isascii() and given.replace("-", "").isalnum() and len(given) <= 64
    return given if plain else uuid4().hex


def resource_of(path: str) -> str:
    """What a path is counted under: few distinct words, whatever a client asks for."""
    parts = [part for part in path.split("/") if part][:3]
    known = ("data", "availability", "availableconstraint", "schema", "metadata", "registration")
    if parts[:1] == ["rest"]:
        return next((name for name in parts[2:] if name in known), "structure")
    return parts[0] if parts and parts[0] in _PAGES else "other"


_PAGES: Iterable[str] = ("api", "vi", "en", "charts", "health", "metrics", "assets")
