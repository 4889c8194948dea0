"""Queries as plain values, so that a case file can say what a URL means."""

from collections.abc import Mapping
from typing import Any

from api.model.query import ArtefactQuery, Filter, Key


def split(url: str) -> tuple[str, str]:
    path, _, query = url.partition("?")
    return path, query


def field(value: Any, path: str) -> Any:
    """The field at a dotted path, as plain as TOML."""
    for name in path.split("."):
        value = value[int(name)] if name.isdigit() else getattr(value, name)
    return plain(value)


def plain(value: Any) -> Any:
    match value:
        case Key():
            return ".".join("+".join(slot or ()) for slot in value.slots) if value.slots else "all"
        case Filter():
            return f"{value.component} {alternatives(value)}"
        case ArtefactQuery():
            return [",".join(part) for part in (value.agencies, value.ids, value.versions)]
        case tuple():
            return [plain(one) for one in value]
        case Mapping():
            return dict(value)
    return value


def alternatives(asked: Filter) -> str:
    return " | ".join(
        " & ".join(f"{one.operator} {one.value}" for one in conditions)
        for conditions in asked.alternatives
    )
