"""Errors as an SDMX-ML 2.1 Error message."""

from collections.abc import Iterator

from api.formats import _error_ml
from api.formats.base import Format, Options
from api.model.error_message import ErrorMessage


def _write(message: ErrorMessage, _: Options) -> Iterator[bytes]:
    return _error_ml.write(message, "v2_1")


FORMAT: Format[ErrorMessage] = Format(
    media_type="application/xml;version=2.1",
    suffix="xml",
    write=_write,
    family="xml",
    aliases={"v1": ("application/xml",)},
)
