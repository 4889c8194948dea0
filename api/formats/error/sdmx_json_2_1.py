"""Errors in SDMX-JSON 2.1; its schema defines their number as the HTTP status, in any dialect."""

from collections.abc import Iterator

from api.formats import _error_json
from api.formats.base import Format, Options
from api.model.error_message import ErrorMessage

_SCHEMA = "https://json.sdmx.org/2.1/sdmx-json-data-schema.json"


def _write(message: ErrorMessage, _: Options) -> Iterator[bytes]:
    return _error_json.write(message, _SCHEMA, message.status, named=True)


FORMAT: Format[ErrorMessage] = Format(
    media_type="application/json;version=2.1.0",
    suffix="json",
    write=_write,
    family="json",
    aliases={"v2": ("application/json",)},
)
