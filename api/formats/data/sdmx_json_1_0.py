"""SDMX-JSON 1.0.0 data message (SDMX-JSON field guide 1.0; SDMX-REST 1.5)."""

from collections.abc import Iterator, Sequence
from typing import Any

from api.errors import NotAcceptable
from api.formats._data.json_index import Index, names
from api.formats._data.json_message import Profile, write
from api.formats.base import Format, Options
from api.model.artefact import Component
from api.model.dataset import DataMessage


def _structure(indexes: Sequence[Index], options: Options) -> dict[str, Any]:
    if not indexes:
        return {"structure": {"dimensions": {}}}
    index = indexes[0]
    return {
        "structure": {
            "links": [{"rel": index.link.kind, "urn": index.link.urn}],
            **names(index.structure.dataflow.name, options),
            "dimensions": {
                level: [_dimension(index, component, options) for component in components]
                for level, components in index.dimensions.items()
            },
            "attributes": {
                level: [_attribute(index, component, options) for component in components]
                for level, components in index.attributes.items()
            },
        }
    }


def _dimension(index: Index, component: Component, options: Options) -> dict[str, Any]:
    return {
        **index.named(component, options),
        "keyPosition": index.key_position(component),
        "values": [index.code(component, code, options) for code in index.codes[component.id]],
    }


def _attribute(index: Index, component: Component, options: Options) -> dict[str, Any]:
    coded = index.structure.codes_of(component)
    return {
        **index.named(component, options),
        "relationship": _relationship(index, component),
        "values": [
            {"id": code, "name": index.label(component, code, options)} if coded else {"name": code}
            for code in index.codes[component.id]
        ],
    }


def _relationship(index: Index, component: Component) -> dict[str, Any]:
    if component.attachment == "dimensions":
        return {"dimensions": list(component.dimensions)}
    if component.attachment == "dataset":
        return {"none": {}}
    measures = index.structure.measures
    return {"primaryMeasure": measures[0].id if measures else "OBS_VALUE"}


_PROFILE = Profile(
    schema="https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/"
    "1.0/sdmx-json-data-schema.json",
    root={},
    actions={
        "Information": "Information",
        # The version has no Merge; what it means there is Append.
        "Append": "Append",
        "Merge": "Append",
        "Replace": "Replace",
        "Delete": "Delete",
    },
    # Nothing in the message tells that no measure was asked for.
    value_always=True,
    structures=_structure,
    numbered=False,
)


def _write(message: DataMessage, options: Options) -> Iterator[bytes]:
    """Raise NotAcceptable for data of several structures, which the version cannot describe."""
    number = len(message.agreements) or len(message.structures)
    dataflows = {structure.dataflow.ref for structure in message.structures}
    if len(dataflows) > 1:
        raise NotAcceptable(
            f"SDMX-JSON 1.0 describes data of one structure, and this answer has {number}; "
            "ask for one dataflow, or for application/vnd.sdmx.data+json;version=2.0.0"
        )
    yield from write(message, options, _PROFILE)


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.sdmx.data+json;version=1.0.0",
    suffix="json",
    write=_write,
    family="json",
    names=("json_1_0", "sdmx-json-1.0", "jsondata_1_0"),
    names_of={"v1": ("json", "jsondata", "sdmx-json", "datajson")},
    aliases={"v1": ("application/json", "text/json")},
)
