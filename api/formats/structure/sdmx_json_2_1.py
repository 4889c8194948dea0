"""SDMX-JSON 2.1 structure messages."""

from collections.abc import Iterator

from api.formats._structure_json.editions_2 import write_2
from api.formats.base import Format, Options
from api.model.structure_message import StructureMessage


def _write(message: StructureMessage, options: Options) -> Iterator[bytes]:
    return write_2(message, options, "2.1")


FORMAT: Format[StructureMessage] = Format(
    media_type="application/vnd.sdmx.structure+json;version=2.1.0",
    suffix="json",
    write=_write,
    family="json",
    names=("sdmx-json-2.1",),
    names_of={"v2": ("json", "sdmx-json", "jsonstructure")},
    aliases={"v2": ("application/json", "application/vnd.sdmx.structure+json")},
    default_in=frozenset(("v2",)),
)
