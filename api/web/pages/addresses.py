"""Addresses of exactly what a view shows, for downloads and snippets, in SDMX-REST 1."""

from dataclasses import dataclass
from urllib.parse import quote

from api import formats
from api.model.query import DataQuery
from api.model.structure import Structure
from api.resources.view import View


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the view."""

    #: Short name, as `format=` takes it.
    name: str
    suffix: str
    media_type: str
    address: str


def v1_address(structure: Structure, query: DataQuery, view: View, base: str) -> str:
    """The data query of a view, without a format."""
    codes: dict[str, list[str]] = {}
    bounds: dict[str, str] = {}
    for filter in query.filters:
        for conditions in filter.alternatives:
            for one in conditions:
                if one.operator == "eq":
                    codes.setdefault(filter.component, []).append(one.value)
                else:
                    bounds[_BOUNDS[one.operator]] = one.value
    if view.truncated and view.layout.columns:
        bounds["startPeriod"] = view.layout.columns[0]
    key = ".".join("+".join(codes.get(one.id, ())) for one in structure.dimensions)
    ref = structure.dataflow.ref
    path = f"{base}/rest/v1/data/{ref.agency},{ref.id},{ref.version}/{quote(key, safe='+.')}"
    query_text = "&".join(f"{name}={bounds[name]}" for name in sorted(bounds, reverse=True))
    return f"{path}?{query_text}" if query_text else path


_BOUNDS = {"ge": "startPeriod", "le": "endPeriod"}


def in_format(address: str, name: str) -> str:
    """The address with a format asked for."""
    return f"{address}{'&' if '?' in address else '?'}format={name}"


def downloads(address: str) -> list[Download]:
    """A download of each data format, those that most people open first."""
    order = {name: place for place, name in enumerate(_FIRST)}
    found = []
    for one in formats.DATA:
        names = (*one.names_of.get("v1", ()), *one.names)
        if names:
            name = min(names, key=lambda text: order.get(text, len(order)))
            found.append((order.get(name, len(order)), one.media_type, name, one.suffix))
    return [
        Download(name, suffix, media_type, in_format(address, name))
        for _, media_type, name, suffix in sorted(found)
    ]


#: Short names people know, in the order they are offered.
_FIRST = ("csv", "xlsx", "json-stat", "parquet", "sdmx-json")
