"""Errors in SDMX-JSON 1.0; their number is the dialect's, as its web services guidelines say."""

from collections.abc import Iterator

from api.formats import _error_json
from api.formats.base import Format, Options
from api.model.error_message import ErrorMessage

_SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/"
    "1.0/sdmx-json-data-schema.json"
)


def _write(message: ErrorMessage, _: Options) -> Iterator[bytes]:
    return _error_json.write(message, _SCHEMA, message.code)


FORMAT: Format[ErrorMessage] = Format(
    media_type="application/json;version=1.0.0",
    suffix="json",
    write=_write,
    family="json",
    aliases={"v1": ("application/json",)},
)
