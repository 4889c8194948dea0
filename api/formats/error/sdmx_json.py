"""Errors in SDMX-JSON: as 1.0 has them in REST 1.x, as 2.1 has them in REST 2.x.

The number is SDMX's own in 1.0 and the HTTP status since 2.0 (SDMX-JSON field guides, `errors` and
`statusInformation`).
"""

import json
from collections.abc import Iterator
from typing import Any

from api.formats.base import Format, Options
from api.model.error_message import ErrorMessage

_V1 = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/"
    "1.0/sdmx-json-data-schema.json"
)
_V2 = "https://json.sdmx.org/2.1/sdmx-json-data-schema.json"


def _write(message: ErrorMessage, _: Options) -> Iterator[bytes]:
    header = message.header
    old = message.dialect == "v1"
    detail = message.error.message
    if message.request:
        detail += f" (request {message.request})"
    found: dict[str, Any] = {} if old else {"$schema": _V2}
    found["meta"] = {
        "schema": _V1 if old else _V2,
        "id": header.id,
        "test": header.test,
        "prepared": header.prepared.isoformat().replace("+00:00", "Z"),
        "contentLanguages": ["en"],
        "sender": {"id": header.sender},
    }
    error = {"code": message.code if old else message.status, "title": message.error.title}
    found["errors"] = [error | {"detail": detail}]
    yield json.dumps(found, ensure_ascii=False).encode()


FORMAT: Format[ErrorMessage] = Format(
    media_type="application/json",
    suffix="json",
    write=_write,
    family="json",
)
