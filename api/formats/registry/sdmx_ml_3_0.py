"""SDMX-ML 3.0 registry messages (SDMX 3.0 Section 3A)."""

from collections.abc import Iterator

from api.formats._registry.ml_3 import write_3
from api.formats.base import Format, Options
from api.model.registration import RegistryMessage


def _write(message: RegistryMessage, options: Options) -> Iterator[bytes]:
    return write_3(message, options, "3.0")


FORMAT: Format[RegistryMessage] = Format(
    media_type="application/vnd.sdmx.registry+xml;version=3.0.0",
    suffix="xml",
    write=_write,
    family="xml",
    names=("sdmx-ml-3.0", "sdmx-3.0"),
    names_of={"v2": ("xml", "registry")},
    aliases={"v2": ("application/xml", "text/xml", "application/vnd.sdmx.registry+xml")},
)
