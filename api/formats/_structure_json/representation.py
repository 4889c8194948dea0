"""Representations of concepts and components in SDMX-JSON, all editions."""

from api.formats._structure_json.style import Object, Style
from api.model.artefact import Representation
from api.model.ref import Link


def representation(value: Representation, style: Style, *, basic: bool) -> Object:
    """Enumeration or format. `basic`: the place takes `isMultiLingual`."""
    if value.codelist:
        return {"enumeration": style.urn(Link("codelist", value.codelist))}
    format: Object = {"textType" if style.old else "dataType": value.text_type}
    if value.min_length is not None:
        format["minLength"] = value.min_length
    if value.max_length is not None:
        format["maxLength"] = value.max_length
    if basic and value.multilingual:
        format["isMultiLingual"] = True
    return {"textFormat" if style.old else "format": format}
