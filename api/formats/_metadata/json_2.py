"""Metadata messages of SDMX-JSON 2.0 and 2.1: `meta`, then `data.metadataSets`."""

import json
from collections.abc import Iterable, Iterator
from typing import Literal

from api.formats._naming import address_3
from api.formats._structure_json.style import Object, Style
from api.formats.base import Options
from api.model.instant import written
from api.model.metadata_message import MetadataMessage
from api.model.metadata_structure import MetadataSet, ReportedAttribute
from api.model.text import filtered

_SCHEMAS = {
    "2.0": "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/metadata-message/tools/"
    "schemas/2.0.0/sdmx-json-metadata-schema.json",
    "2.1": "https://json.sdmx.org/2.1/sdmx-json-metadata-schema.json",
}
_DESCRIBED_BY = {
    "metadataflow": "metadataflow",
    "metadataprovisionagreement": "metadataProvisionAgreement",
}


def write_2(
    message: MetadataMessage, options: Options, edition: Literal["2.0", "2.1"]
) -> Iterator[bytes]:
    """The message, a piece a set."""
    style = Style(edition, options.languages, options.filter_languages, options.base_url)
    # A line end after the first brace: pysdmx takes one long line of JSON for SDMX-CSV.
    yield f'{{\n{_text(_meta(message, style))[1:-1]},"data":{{"metadataSets":['.encode()
    comma = ""
    for found in message.sets:
        yield f"{comma}{_text(_set(found, style))}".encode("utf-8", "replace")
        comma = ","
    yield b"]}}\n"


def _text(found: Object) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _meta(message: MetadataMessage, style: Style) -> Object:
    used = message.languages
    wanted = [tag for tag in style.languages if tag in used]
    others = [] if wanted and style.filter_languages else [t for t in used if t not in wanted]
    meta: Object = {
        "id": message.header.id,
        "test": message.header.test,
        "prepared": written(message.header.prepared),
        "contentLanguages": [*wanted, *others] or ["en"],
        "sender": {"id": message.header.sender},
    }
    schema = _SCHEMAS[style.edition]
    if style.edition == "2.1":
        return {"$schema": schema, "meta": meta}
    return {"meta": {"schema": schema, **meta}}


def _set(found: MetadataSet, style: Style) -> Object:
    head = style.head(found)
    # The schema knows descriptions in all languages only, and no URN of a metadata set.
    head.pop("description", None)
    head["links"] = [{"rel": "self", "href": address_3(found, style.base_url)}]
    return {
        "action": "Information",
        **head,
        _DESCRIBED_BY[found.described_by.kind]: style.urn(found.described_by),
        "targets": [style.urn(link) for link in found.targets],
        "attributes": _attributes(found.attributes, style),
    }


def _attributes(attributes: Iterable[ReportedAttribute], style: Style) -> list[Object]:
    return [_attribute(found, style) for found in attributes]


def _attribute(found: ReportedAttribute, style: Style) -> Object:
    written: Object = {"id": found.id}
    if found.text:
        kept = filtered(found.text, style.languages) if style.filter_languages else found.text
        written["value"] = dict(kept)
    elif found.value:
        written["value"] = found.value
    if found.children:
        written["attributes"] = _attributes(found.children, style)
    return written
