"""What SDMX-JSON 2.0 and 2.1 data messages share: the `structures` they end with."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from api.formats._data.json_index import Index, names, put
from api.formats._data.json_message import Profile
from api.formats.base import Options
from api.model.artefact import Component
from api.model.dataset import Action

#: What both schemas take as an id of a value; others (ranges of time) are written as `value`.
_ID = re.compile(r"[A-Za-z0-9_@$-]+")


def profile(schema: str, root: Mapping[str, str], actions: Mapping[Action, str]) -> Profile:
    """The profile of a version: address of its schema, members of the root, action names."""
    return Profile(
        schema=schema,
        root=root,
        actions=actions,
        value_always=False,
        structures=_structures,
        numbered=True,
    )


def _structures(indexes: Sequence[Index], options: Options) -> dict[str, Any]:
    return {"structures": [_structure(index, options) for index in indexes]}


def _structure(index: Index, options: Options) -> dict[str, Any]:
    flow = index.structure.dataflow
    found: dict[str, Any] = {
        "links": [{"rel": index.link.kind, "urn": index.link.urn}],
        **names(flow.name, options),
    }
    found["dimensions"] = _levels(index, index.dimensions, _dimension, options)
    found["measures"] = {"observation": [_measure(index, c, options) for c in index.measures]}
    found["attributes"] = _levels(index, index.attributes, _attribute, options)
    put(found, "dataSets", index.datasets)
    return found


def _levels(
    index: Index, levels: Mapping[str, Sequence[Component]], write: Any, options: Options
) -> dict[str, Any]:
    """Level -> components. A dimension no series has a value for cannot be written: it has none."""
    return {
        level: [found for c in components if (found := write(index, c, options))]
        for level, components in levels.items()
    }


def _dimension(index: Index, component: Component, options: Options) -> dict[str, Any]:
    codes = index.codes[component.id]
    if not codes:
        return {}
    found = index.named(component, options)
    found["keyPosition"] = index.key_position(component)
    return found | {"values": [_value(index, component, code, options) for code in codes]}


def _value(index: Index, component: Component, code: str, options: Options) -> dict[str, Any]:
    found = index.code(component, code, options)
    if _ID.fullmatch(code):
        return found
    return {name: value for name, value in found.items() if name not in ("id", "name", "names")} | {
        "value": code
    }


def _measure(index: Index, component: Component, options: Options) -> dict[str, Any]:
    return index.named(component, options) | _format(component)


def _format(component: Component) -> dict[str, Any]:
    if component.representation.codelist:
        return {}
    return {"format": {"dataType": component.representation.text_type}}


def _attribute(index: Index, component: Component, options: Options) -> dict[str, Any]:
    found = index.named(component, options)
    found["isMandatory"] = component.mandatory
    found["relationship"] = _relationship(component)
    found |= _format(component)
    coded = index.structure.codes_of(component)
    values = [
        _value(index, component, code, options) if coded else {"value": code}
        for code in index.codes[component.id]
    ]
    put(found, "values", values)
    return found


def _relationship(component: Component) -> dict[str, Any]:
    if component.attachment == "dimensions":
        return {"dimensions": list(component.dimensions)}
    return {"dataflow": {}} if component.attachment == "dataset" else {"observation": {}}
