"""JSON schemas of SDMX-JSON data messages: which components and codes a message may hold.

SDMX-REST 2.2, schema queries, wants them and the standard does not say how they are made. These
stand by themselves and say what the structure adds to the schema that all data messages share.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from api.model.artefact import Component
from api.model.schema_message import SchemaMessage

_DRAFT = "https://json-schema.org/draft/2019-09/schema"
#: Types of JSON that a value of a text type is written in.
_NUMBERS = frozenset(("Double", "Float", "Decimal", "Integer", "Long", "Short", "BigInteger"))
_ATTRIBUTE_LEVELS = ("dataSet", "dimensionGroup", "series", "observation")

Object = dict[str, Any]


def write(message: SchemaMessage, version: str, shared: str) -> Iterator[bytes]:
    """The schema for data messages of a version; `shared` is the address of the common schema."""
    dimensions = message.of_role("dimension", "time")
    schema: Object = {
        "$schema": _DRAFT,
        "$id": message.namespace,
        "title": f"SDMX-JSON {version} data of {message.context.ref}",
        "$comment": f"A message is also valid against {shared}",
        "type": "object",
        "properties": {
            "data": _object(
                structures={"type": "array", "items": {"$ref": "#/$defs/structure"}},
                dataSets={"type": "array"},
            )
        },
        "$defs": {
            "structure": _structure(message, dimensions),
            **{found.id: _component(found, message) for found in message.dsd.components},
        },
    }
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    # A line end after the first brace, as in all messages: some readers sniff the first line.
    yield f"{{\n{text[1:]}\n".encode()


def _object(**properties: Object) -> Object:
    return {"type": "object", "properties": properties}


def _any_of(components: Iterable[Component]) -> Object:
    """A list of components, each one of these."""
    refs = [{"$ref": f"#/$defs/{found.id}"} for found in components]
    return {"type": "array", "items": {"anyOf": refs}} if refs else {"type": "array", "maxItems": 0}


def _structure(message: SchemaMessage, dimensions: tuple[Component, ...]) -> Object:
    """Components by the level they stand at. What is the same for all data may stand at its top."""
    attributes = _any_of(message.of_role("attribute"))
    found = _object(
        dimensions=_dimensions(message, dimensions),
        measures=_object(observation=_any_of(message.of_role("measure"))),
        attributes=_object(**dict.fromkeys(_ATTRIBUTE_LEVELS, attributes)),
    )
    return {**found, "required": ["dimensions"]}


def _dimensions(message: SchemaMessage, dimensions: tuple[Component, ...]) -> Object:
    """Each dimension is somewhere, unless the message deletes: then any may be left out."""
    if message.flat:
        levels = {"dataSet": _any_of(dimensions), "observation": _any_of(dimensions)}
        found = _object(**levels, series={"type": "array", "maxItems": 0})
    else:
        others = [one for one in dimensions if one.id != message.dimension]
        inner = [one for one in dimensions if one.id == message.dimension]
        found = _object(dataSet=_any_of(others), series=_any_of(others), observation=_any_of(inner))
    if message.deletion:
        return found
    return {**found, "allOf": [_present(one.id) for one in dimensions]}


def _present(id: str) -> Object:
    has = {"contains": {"properties": {"id": {"const": id}}, "required": ["id"]}}
    levels = ("dataSet", "series", "observation")
    return {"anyOf": [{"properties": {one: has}, "required": [one]} for one in levels]}


def _component(component: Component, message: SchemaMessage) -> Object:
    """A component and the values it may list: codes, or values of its type."""
    codes = message.codes.get(component.id)
    if codes is not None:
        value: Object = {"properties": {"id": {"enum": list(codes)}}, "required": ["id"]}
    elif component.role == "time":
        value = _object(id={"type": "string"})
    else:
        kind = "number" if component.representation.text_type in _NUMBERS else "string"
        value = _object(value={"type": [kind, "object", "null"]})
    values = {"type": "array", "items": {"anyOf": [value, {"type": "null"}]}}
    return {**_object(id={"const": component.id}, values=values), "required": ["id"]}
