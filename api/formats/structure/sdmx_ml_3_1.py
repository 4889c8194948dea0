"""SDMX-ML 3.1 structure messages (SDMX 3.1 Section 3A)."""

from collections.abc import Iterator

from api.formats._structure_ml.editions_3 import write_3
from api.formats.base import Format, Options
from api.model.structure_message import StructureMessage


def _write(message: StructureMessage, options: Options) -> Iterator[bytes]:
    return write_3(message, options, "3.1")


FORMAT: Format[StructureMessage] = Format(
    media_type="application/vnd.sdmx.structure+xml;version=3.1.0",
    suffix="xml",
    write=_write,
    family="xml",
    names=("sdmx-ml-3.1", "sdmx-3.1"),
)
