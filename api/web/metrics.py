"""`/metrics` for Prometheus: what this process counted, or all workers together."""

import os
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Gauge,
    generate_latest,
    multiprocess,
)

from api.errors import SdmxError
from api.web.publication import Publication, publication

router = APIRouter(tags=["operation"])

#: Where several workers count together.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

STORE_UP = Gauge("ilms_store_up", "Whether the store can be read", multiprocess_mode="mostrecent")
RELEASES = Gauge("ilms_releases", "Releases visible by now", multiprocess_mode="mostrecent")
NEWEST = Gauge(
    "ilms_newest_release_timestamp_seconds",
    "Instant the newest visible release is valid from",
    multiprocess_mode="mostrecent",
)
BROKEN = Gauge(
    "ilms_definitions_broken",
    "Problems of the definition files, while the last good ones are served",
    multiprocess_mode="mostrecent",
)


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Requests, times, bytes, the state of the store; of all workers where there are several."""
    body = await run_in_threadpool(_written, publication(request))
    return Response(body, media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _written(known: Publication) -> bytes:
    _look(known)
    folder = os.environ.get(_FOLDER)
    if not folder:
        return generate_latest()
    _forget_the_dead(Path(folder))
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def _look(known: Publication) -> None:
    """Set what is known of the store at this moment."""
    BROKEN.set(len(known.broken))
    try:
        known.store.reach()
        visible = known.store.visible()
    except SdmxError:
        STORE_UP.set(0)
        return
    STORE_UP.set(1)
    RELEASES.set(len(visible))
    NEWEST.set(max((one.valid_from.timestamp() for one in visible), default=0))


def _forget_the_dead(folder: Path) -> None:
    """A worker that was killed has no requests open any more."""
    for path in folder.glob("gauge_live*_*.db"):
        worker = int(path.stem.rpartition("_")[2])
        if not Path(f"/proc/{worker}").exists():
            multiprocess.mark_process_dead(worker)  # type: ignore[no-untyped-call]
