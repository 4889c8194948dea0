"""Specifications to pictures and scripts, through vl-convert, which holds Vega and its fonts.

The renderer is a JavaScript engine: it is loaded when the first chart is asked for, and used by one
request at a time. Pictures are kept by the specification they were drawn from, so a release makes
new ones of what it changed and of nothing else.
"""

import json
from functools import lru_cache
from threading import Lock
from typing import Any, Literal

from api.web.charts.theme import FONT, PICTURE_FONT

#: Pictures kept; each is some tens of kilobytes.
_KEPT = 256

#: Pixels of a PNG for each pixel of the drawing.
_SCALE = 2

_LOCK = Lock()

Picture = Literal["svg", "png"]


def draw(spec: dict[str, Any], picture: Picture) -> bytes:
    """The picture of a Vega or Vega-Lite specification."""
    return _drawn(json.dumps(spec, ensure_ascii=False, sort_keys=True), picture)


@lru_cache(maxsize=_KEPT)
def _drawn(spec: str, picture: Picture) -> bytes:
    import vl_convert

    lite = "vega-lite" in json.loads(spec)["$schema"]
    if picture == "png":
        spec = spec.replace(FONT, PICTURE_FONT)
    with _LOCK:
        if picture == "svg":
            text: str = (vl_convert.vegalite_to_svg if lite else vl_convert.vega_to_svg)(spec)
            return text.encode()
        made: bytes = (vl_convert.vegalite_to_png if lite else vl_convert.vega_to_png)(
            spec, scale=_SCALE
        )
        return made


@lru_cache(maxsize=1)
def scripts() -> bytes:
    """Vega, Vega-Lite and Vega-Embed (with the interpreter that needs no eval), as one script."""
    import vl_convert

    with _LOCK:
        text: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return text.encode()


def edition() -> str:
    """What the scripts are called, so that a browser may keep them: versions of what is inside."""
    import vl_convert

    return f"{vl_convert.get_vega_version()}-{vl_convert.get_vega_embed_version()}"
