"""Errors as an SDMX-ML 3.0 Error message."""

from collections.abc import Iterator

from api.formats import _error_ml
from api.formats.base import Format, Options
from api.model.error_message import ErrorMessage


def _write(message: ErrorMessage, _: Options) -> Iterator[bytes]:
    return _error_ml.write(message, "v3_0")


FORMAT: Format[ErrorMessage] = Format(
    media_type="application/xml;version=3.0.0",
    suffix="xml",
    write=_write,
    family="xml",
    aliases={"v2": ("application/xml",)},
)
