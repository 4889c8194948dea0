"""SDMX-ML 3.0 structure messages (SDMX 3.0 Section 3A)."""

from collections.abc import Iterator

from api.formats._structure_ml.editions_3 import write_3
from api.formats.base import Format, Options
from api.model.structure_message import StructureMessage


def _write(message: StructureMessage, options: Options) -> Iterator[bytes]:
    return write_3(message, options, "3.0")


FORMAT: Format[StructureMessage] = Format(
    media_type="application/vnd.sdmx.structure+xml;version=3.0.0",
    suffix="xml",
    write=_write,
    family="xml",
    names=("sdmx-ml-3.0", "sdmx-3.0"),
    names_of={"v2": ("xml", "structure", "sdmx", "sdmx-ml")},
    aliases={"v2": ("application/xml", "text/xml", "application/vnd.sdmx.structure+xml")},
)
