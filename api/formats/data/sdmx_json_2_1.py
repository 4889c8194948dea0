"""SDMX-JSON 2.1.0 data message (SDMX-JSON field guide 2.1; SDMX 3.1); the default of REST 2.x."""

from collections.abc import Iterator

from api.formats._data.json_2 import profile
from api.formats._data.json_message import write
from api.formats.base import Format, Options
from api.model.dataset import DataMessage

_SCHEMA = "https://json.sdmx.org/2.1/sdmx-json-data-schema.json"

_PROFILE = profile(
    _SCHEMA,
    {"$schema": _SCHEMA},
    # Information and Append are deprecated: both mean Merge.
    {
        "Information": "Merge",
        "Append": "Merge",
        "Merge": "Merge",
        "Replace": "Replace",
        "Delete": "Delete",
    },
)


def _write(message: DataMessage, options: Options) -> Iterator[bytes]:
    return write(message, options, _PROFILE)


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.data+json;version=2.1.0",
    suffix="json",
    write=_write,
    family="json",
    names=("json_2_1", "sdmx-json-2.1", "jsondata_2_1"),
    names_of={"v2": ("json", "jsondata", "sdmx-json", "datajson")},
    aliases={"v2": ("application/json", "text/json")},
    default_in=frozenset({"v2"}),
)
