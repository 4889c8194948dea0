"""An error in SDMX-JSON: `meta` and one entry of `errors` (SDMX-JSON field guides)."""

import json
from collections.abc import Iterator
from typing import Any

from api.model.error_message import ErrorMessage
from api.model.instant import written


def write(message: ErrorMessage, schema: str, code: int, *, named: bool = False) -> Iterator[bytes]:
    """The message with the address of its schema, `named` at its root as well (since 2.1)."""
    header = message.header
    detail = message.error.message
    if message.request:
        detail += f" (request {message.request})"
    found: dict[str, Any] = {"$schema": schema} if named else {}
    found["meta"] = {
        "schema": schema,
        "id": header.id,
        "test": header.test,
        "prepared": written(header.prepared),
        "contentLanguages": ["en"],
        "sender": {"id": header.sender},
    }
    found["errors"] = [{"code": code, "title": message.error.title, "detail": detail}]
    yield json.dumps(found, ensure_ascii=False).encode()
