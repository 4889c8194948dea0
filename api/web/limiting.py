"""Limits that are kind: a rate and a number of requests at a time per client, never a ban.

Only data answers that were made count: 304, HEAD, structures and errors are free. Who asks too
fast is told when to come back, and is then served. A client with a known key may ask for more.
"""

import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from hmac import compare_digest
from math import ceil
from typing import Any

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.requests import Request

from api.errors import SdmxError
from api.settings import Settings


class TooManyRequests(SdmxError):
    """The client is over a limit; `retry_after` seconds from now it is not."""

    code, status_v1, status_v2, title = 0, 429, 429, "Too many requests"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


#: Rows of figures that a worksheet has room for, with its title and notes.
WORKSHEET_ROWS = 1_047_576


def bounds(settings: Settings) -> dict[str, Any]:
    """Limits of size and time of one request, by the name `/api/limits` has for them."""
    return {
        "held_observations": settings.held_observations,
        "worksheet_rows": WORKSHEET_ROWS,
        "request_seconds": settings.request_seconds,
        "header_seconds": settings.header_seconds,
        "stall_seconds": settings.stall_seconds,
    }


#: How many times as often a local client may ask.
_LOCAL = 1000


def _is_local(name: str) -> bool:
    """Whether a client is on this very machine, and no proxy tells of another."""
    return name == "::1" or name.startswith("127.")


class Limits:
    """The limits of one process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keys = settings.harvester_keys.get_secret_value().split()
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._open: Counter[str] = Counter()

    def client(self, request: Request) -> tuple[str, int]:
        """Who asks (an address, or a key's place in the list), and how often a minute it may."""
        given = request.headers.get("x-api-key", "")
        for place, key in enumerate(self._keys):
            if compare_digest(given.encode(), key.encode()):
                return f"key {place}", self._settings.rate_with_key
        address = request.client.host if request.client else ""
        # A client on this very machine is nobody to be protected from.
        return address, self._settings.rate * (_LOCAL if _is_local(address) else 1)

    def admit(self, request: Request) -> Callable[[], None]:
        """Let a request in; the caller calls what it gets once the answer has left.

        Raises TooManyRequests for a client with too many requests at a time, or too fast. A
        request that says what copy it has is let in: it may cost nothing.
        """
        name, rate = self.client(request)
        if not _is_local(name) and self._open[name] >= self._settings.concurrency:
            raise TooManyRequests(
                f"at most {self._settings.concurrency} requests of a client are answered at a time",
                retry_after=1,
            )
        if "if-none-match" not in request.headers and not self._left(name, rate):
            raise self._refusal(name, rate)
        self._open[name] += 1
        return partial(self._leave, name)

    def _leave(self, name: str) -> None:
        self._open[name] -= 1
        if not self._open[name]:
            del self._open[name]

    def spend(self, request: Request) -> dict[str, str]:
        """Count one answer; headers that say what is left. Raises TooManyRequests."""
        name, rate = self.client(request)
        item = RateLimitItemPerMinute(rate)
        if not self._limiter.hit(item, name):
            raise self._refusal(name, rate)
        window = self._limiter.get_window_stats(item, name)
        return {
            "RateLimit-Limit": str(rate),
            "RateLimit-Remaining": str(max(window.remaining, 0)),
            "RateLimit-Reset": str(max(ceil(window.reset_time - time.time()), 0)),
            "RateLimit-Policy": f"{rate};w=60",
        }

    def _left(self, name: str, rate: int) -> bool:
        return self._limiter.test(RateLimitItemPerMinute(rate), name)

    def _refusal(self, name: str, rate: int) -> TooManyRequests:
        window = self._limiter.get_window_stats(RateLimitItemPerMinute(rate), name)
        return TooManyRequests(
            f"at most {rate} data answers a minute for one client; /api/limits says more",
            retry_after=max(ceil(window.reset_time - time.time()), 1),
        )
