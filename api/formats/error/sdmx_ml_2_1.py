"""Errors as an SDMX-ML 2.1 Error message (SDMX 2.1 Section 3A, message namespace).

In REST 2.x as well: clients that read SDMX-ML errors read this namespace, and 3.x left the element
as it was.
"""

from collections.abc import Iterator

from api.formats._xml import escape_attribute, escape_text
from api.formats.base import Format, Options
from api.model.error_message import ErrorMessage

_ROOT = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"


def _write(message: ErrorMessage, _: Options) -> Iterator[bytes]:
    texts = [f"{message.error.title}: {message.error.message}"]
    if message.request:
        texts.append(f"Request {message.request}")
    written = "".join(f'<com:Text xml:lang="en">{escape_text(text)}</com:Text>' for text in texts)
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mes:Error xmlns:mes="{_ROOT}/message" xmlns:com="{_ROOT}/common">\n'
        f'<mes:ErrorMessage code="{escape_attribute(str(message.code))}">'
        f"{written}</mes:ErrorMessage>\n</mes:Error>\n"
    ).encode()


FORMAT: Format[ErrorMessage] = Format(
    media_type="application/xml",
    suffix="xml",
    write=_write,
    family="xml",
)
