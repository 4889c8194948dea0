"""The OpenAPI description of `/rest`, from the tables that its parser reads by.

A catch-all route says nothing of itself, so the SDMX side is described here: every resource, path
segment and parameter of both dialects. Segments from the end on may be left out; OpenAPI has no
word for that, so their descriptions say what stands for them.
"""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI

from api import formats
from api.model.query import Dialect
from api.rest.operations import OPERATIONS, Operation
from api.rest.parameter import Parameter
from api.rest.query_parameters import REPRESENTATION
from api.web.rest import USES

_TITLES: dict[Dialect, str] = {"v1": "SDMX-REST 1.5", "v2": "SDMX-REST 2.2"}

_SUMMARIES = {
    "data": "Observations",
    "availability": "Codes that data are available for",
    "schema": "Schema of data messages",
    "metadata": "Reports on sources and tables",
    "registration": "Where data of agreements are, and since when",
    "structure": "Dataflows, codelists and other structures",
}

_FLOW = "DF_EMP_MNAO_SEX_CDS_NB"

#: Resource -> segment -> what it is in an example; the default where a segment is not named.
_EXAMPLES: dict[str, dict[str, str]] = {
    "data": {"flowRef": f"VN1,{_FLOW}", "context": "dataflow", "agencyID": "VN1"},
    "schema": {"context": "dataflow", "agencyID": "VN1", "resourceID": _FLOW},
    "structure": {"structureType": "codelist", "artefactType": "codelist", "agencyID": "VN1"},
    "metadata": {"flowRef": "VN1,MDF_SOURCE", "agencyID": "VN1"},
    "registration": {"registrationID": "VN1-DOLAB_CONTRACT_WORKERS_ANNUAL-1_0_0"},
}
_EXAMPLES["data"] |= {"resourceID": _FLOW, "version": "1.0.0"}
_EXAMPLES["availability"] = _EXAMPLES["data"]
_EXAMPLES["registration"] |= {"providerID": "DOLAB"}


class Described(FastAPI):
    """An application whose description tells of `/rest`, too."""

    def openapi(self) -> dict[str, Any]:
        """The whole description, made once."""
        if self.openapi_schema is None:
            found = super().openapi()
            found["paths"] |= {
                f"/rest/{dialect}{operation.template}": {"get": _operation(operation)}
                for dialect, operations in OPERATIONS.items()
                for operation in operations
            }
        return super().openapi()


def _operation(one: Operation) -> dict[str, Any]:
    examples = _EXAMPLES[one.resource]
    offered, _ = USES[one.resource]
    words = "_".join(one.words) or one.resource
    return {
        "tags": [_TITLES[one.dialect]],
        "summary": _SUMMARIES[one.resource],
        "operationId": f"{one.dialect}_{words}",
        "parameters": [
            *(_segment(segment, examples) for segment in one.segments),
            *map(_query, (*one.parameters, *REPRESENTATION)),
        ],
        "responses": {
            "200": {
                "description": "The message, in the format that was negotiated",
                "content": _contents(format.media_type for format in offered),
            },
            **{
                status: {
                    "description": text,
                    "content": _contents(format.media_type for format in formats.ERROR),
                }
                for status, text in _REFUSALS.items()
            },
        },
    }


_REFUSALS = {
    "4XX": "The query is wrong, or finds nothing: an SDMX error with advice",
    "5XX": "The service cannot answer; `Retry-After` says when to ask again",
}


def _contents(media_types: Iterable[str]) -> dict[str, Any]:
    return {media_type: {} for media_type in media_types}


def _segment(one: Parameter, examples: dict[str, str]) -> dict[str, Any]:
    left_out = f" If left out: {one.default}." if one.default and not one.required else ""
    return {
        "name": one.name,
        "in": "path",
        "required": True,
        "description": one.description + left_out,
        "schema": _schema(one),
        "example": examples.get(one.name, one.default or next(iter(one.values), "")),
    }


def _query(one: Parameter) -> dict[str, Any]:
    told = {"name": one.name, "in": "query", "description": one.description}
    if one.name == "c":
        several = {"type": "object", "additionalProperties": {"type": "string"}}
        return {**told, "style": "deepObject", "explode": True, "schema": several}
    return {**told, "schema": _schema(one)}


def _schema(one: Parameter) -> dict[str, Any]:
    """Keywords where nothing else is taken; what else is, the descriptions say."""
    schema: dict[str, Any] = {"type": "string"}
    if one.values and not one.pattern and not one.separator:
        schema["enum"] = [*one.values]
    if one.default:
        schema["default"] = one.default
    return schema
