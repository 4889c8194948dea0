"""The Error message of SDMX-ML: one shape in the namespaces of each edition (SDMXMessage.xsd)."""

from collections.abc import Iterator

from api.formats._xml import escape_attribute, escape_text
from api.model.error_message import ErrorMessage

_ROOT = "http://www.sdmx.org/resources/sdmxml/schemas/"


def write(message: ErrorMessage, edition: str) -> Iterator[bytes]:
    """The message in an edition, named as in its namespaces: `v3_0`."""
    texts = [f"{message.error.title}: {message.error.message}"]
    if message.request:
        texts.append(f"Request {message.request}")
    written = "".join(f'<com:Text xml:lang="en">{escape_text(text)}</com:Text>' for text in texts)
    root = _ROOT + edition
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mes:Error xmlns:mes="{root}/message" xmlns:com="{root}/common">\n'
        f'<mes:ErrorMessage code="{escape_attribute(str(message.code))}">'
        f"{written}</mes:ErrorMessage>\n</mes:Error>\n"
    ).encode()
