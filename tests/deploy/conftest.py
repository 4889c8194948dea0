"""The service behind a cache, its clock, and a publisher beside it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import HttpUrl
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.definitions.load import Definitions, load
from api.publish import publish
from api.publish.agreements import all_sources, named
from api.publish.opening import open_store
from api.publish.release import Order
from api.settings import PROJECT, Settings, now
from api.web import app as wiring
from tests.deploy.fronts import FRONTS, front, program
from tests.serving import serving

_TABLE = (
    "Kỳ,Thị trường,Tổng số,Trong đó: Nữ,Trong đó: Nam,"
    "Văn bản,Địa chỉ,Ngày đăng,Nơi đăng,Trích dẫn\n{row},,,2020-01-01,,\n"
)


class Clock:
    """The time of a service: the real one, and how far a test has put it forward."""

    def __init__(self) -> None:
        self._now = now()

    def __call__(self) -> datetime:
        return self._now

    def forward(self, step: timedelta) -> datetime:
        """Let time pass."""
        self._now += step
        return self._now


@dataclass
class Upstream:
    """ASGI middleware that notes what reaches the service, and can cut an answer short."""

    app: ASGIApp
    seen: list[tuple[str, str, int]] = field(default_factory=list)
    #: Body bytes after which an answer fails; None for never.
    breaks_after: int | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent = 0

        async def noting(message: Message) -> None:
            nonlocal sent
            if message["type"] == "http.response.start":
                path = scope["raw_path"].decode() + "?" + scope["query_string"].decode()
                self.seen.append((scope["method"], path.rstrip("?"), message["status"]))
            sent += len(message.get("body", b""))
            await send(message)
            if self.breaks_after is not None and sent > self.breaks_after:
                raise ConnectionAbortedError("cut short by a test")

        await self.app(scope, receive, noting)


@dataclass
class Published:
    """The service, its cache, its clock, and a way to publish."""

    direct: httpx.Client
    client: httpx.Client
    upstream: Upstream
    clock: Clock
    definitions: Definitions
    settings: Settings
    folder: Path

    def statuses(self) -> list[int]:
        """Statuses of what reached the service since this was last asked."""
        found = [status for _, _, status in self.upstream.seen]
        self.upstream.seen.clear()
        return found

    def publish(self, row: str, at: datetime | None = None) -> None:
        """One row of the Department's annual table, as another process publishes it."""
        self.clock.forward(timedelta(seconds=1))
        file = self.folder / "table.csv"
        file.write_text(_TABLE.format(row=row))
        store = open_store(self.definitions, self.settings.database_url, self.clock)
        source = named("DOLAB/contract-workers-annual", all_sources(self.definitions.sources))
        order = Order(valid_from=at, reason="a test")
        outcome = publish(source, file, file.name, self.definitions.registry, store, order)
        store.close()
        assert outcome.release, outcome.report


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return load(PROJECT)


@pytest.fixture(scope="module", params=FRONTS)
def service(
    request: pytest.FixtureRequest,
    settings: Settings,
    app: ASGIApp,  # noqa: ARG001 - it publishes what is shipped
    definitions: Definitions,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Published]:
    """The shipped tables behind nginx, then behind Varnish."""
    program(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    own = settings.model_copy(
        update={
            "database_url": f"sqlite:///{folder / 'ilms.sqlite'}",
            "public_url": HttpUrl("https://ilms.example/"),
            "rate": 10_000,
        }
    )
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "now", clock)
        upstream = Upstream(wiring.create_app(own))
    with serving(upstream) as address, front(request.param, folder, address) as cache:
        options = {"headers": {"accept-encoding": "identity"}, "timeout": 20}
        with (
            httpx.Client(base_url=address, **options) as direct,
            httpx.Client(base_url=cache, **options) as client,
        ):
            yield Published(direct, client, upstream, clock, definitions, own, folder)
