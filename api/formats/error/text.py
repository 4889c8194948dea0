"""Errors for clients of CSV, Parquet and Excel: lines of `Name: value` that a program reads too.

One field a line; a line end inside a value is written as a space. `Error` is the number of the
dialect: SDMX's own in REST 1.x, the HTTP status in REST 2.x.
"""

from collections.abc import Iterator

from api.formats.base import Format, Options
from api.model.error_message import ErrorMessage


def _write(message: ErrorMessage, _: Options) -> Iterator[bytes]:
    fields = {
        "Error": str(message.code),
        "Status": str(message.status),
        "Title": message.error.title,
        "Message": message.error.message,
    }
    if message.request:
        fields["Request"] = message.request
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items())
    yield "".join(lines).encode()


FORMAT: Format[ErrorMessage] = Format(
    media_type="text/plain",
    suffix="txt",
    write=_write,
    family="text",
)
