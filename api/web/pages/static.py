"""Files of the pages, and the scripts of the charting library out of its package."""

from functools import lru_cache
from importlib.resources import files

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from api.errors import NoResults
from api.web.charts.draw import edition as chart_edition
from api.web.charts.draw import scripts
from api.web.compression import choose, compressed
from api.web.pages.frame import HEADERS, new_router

router = new_router()

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}

#: The address names the edition, so what is under it never changes.
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@router.get("/static/{edition}/{name}")
async def static(request: Request, edition: str, name: str) -> Response:  # noqa: ARG001
    """A file of this edition; older addresses get the current one."""
    if name == "vega.js":
        content: bytes | None = await run_in_threadpool(scripts)
    else:
        content = _files().get(name)
    if content is None:
        raise NoResults(f"no file {name[:80]!r} here")
    coding = choose(request.headers.get("accept-encoding", ""))
    body = await run_in_threadpool(lambda: b"".join(compressed(iter((content,)), coding)))
    headers = {**_FOREVER, **HEADERS, "Content-Length": str(len(body))}
    if coding:
        headers["Content-Encoding"] = coding
    kind = _TYPES[name.rpartition(".")[2]]
    if request.method == "HEAD":
        body = b""
    return Response(body, headers=headers, media_type=kind)


@lru_cache(maxsize=1)
def _files() -> dict[str, bytes]:
    folder = files("api.web") / "static"
    return {
        one.name: one.read_bytes()
        for one in folder.iterdir()
        if one.name.rpartition(".")[2] in _TYPES
    }


def vega_address() -> str:
    """Where the charting library is, for pages that offer interactive charts."""
    return f"/static/{chart_edition()}/vega.js"
