"""SDMX-ML 3.1 registry messages (SDMX 3.1 Section 3A)."""

from collections.abc import Iterator

from api.formats._registry.ml_3 import write_3
from api.formats.base import Format, Options
from api.model.registration import RegistryMessage


def _write(message: RegistryMessage, options: Options) -> Iterator[bytes]:
    return write_3(message, options, "3.1")


FORMAT: Format[RegistryMessage] = Format(
    media_type="application/vnd.sdmx.registry+xml;version=3.1.0",
    suffix="xml",
    write=_write,
    family="xml",
    names=("sdmx-ml-3.1", "sdmx-3.1"),
    default_in=frozenset(("v2",)),
)
