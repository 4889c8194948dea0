"""What is slow the first time is done before anybody asks for it: coverage, then home charts."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Thread

from fastapi import FastAPI

from api.errors import SdmxError
from api.resources.destinations import OUTFLOW
from api.resources.published import Published
from api.web.charts.draw import draw
from api.web.pages.kinds import KINDS, Asked
from api.web.publication import Publication

_LOG = logging.getLogger("ilms")


@asynccontextmanager
async def warming(app: FastAPI) -> AsyncIterator[None]:
    """A lifespan: coverage and charts come beside the first requests, which need not wait."""
    known: Publication = app.state.publication
    Thread(target=_warm, args=(known,), daemon=True).start()
    yield


def _warm(known: Publication) -> None:
    _tried(known.evidence.coverage.report)
    _tried(lambda: _charts(known))


def _tried(work: Callable[[], object]) -> None:
    """Do it; an empty or unreachable store is told to whoever asks it first."""
    try:
        work()
    except SdmxError as error:
        _LOG.warning("nothing to warm up: %s", error)


def _charts(known: Publication) -> None:
    """The charts of the home page, as most readers see them."""
    reader = Published(
        registry=known.actual.registry(),
        store=known.store,
        sources=known.sources,
        languages=("vi", "en"),
    )
    asked = Asked(table=OUTFLOW, dataflow="", given=[], period="", theme="light")
    for kind in ("flows", "lines"):
        draw(KINDS[kind](asked, reader), "svg")
