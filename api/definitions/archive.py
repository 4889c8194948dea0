"""Resolved definitions as bytes and back: what the catalogue keeps of every release.

Self-describing JSON, compressed: a value of the model is an object with its class under `""` and
the fields that differ from their defaults. Every sequence of the model is a tuple. Nothing but
classes of `api.model` is ever built.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import PurePath, PurePosixPath
from pkgutil import iter_modules
from typing import Any

from api import model


def pack(values: Iterable[object]) -> bytes:
    """Frozen values of the model, in order; equal values give equal bytes."""
    text = json.dumps([_plain(value) for value in values], ensure_ascii=False, sort_keys=True)
    return zlib.compress(text.encode(), 9)


def unpack(content: bytes) -> list[Any]:
    """The values again. ValueError for bytes that `pack` did not write."""
    try:
        return [_value(plain) for plain in json.loads(zlib.decompress(content))]
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError("these are no resolved definitions") from error


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        changed = (f for f in fields(value) if getattr(value, f.name) != _default(f))
        inner = {field.name: _plain(getattr(value, field.name)) for field in changed}
        return {"": type(value).__name__, **inner}
    if isinstance(value, Mapping):
        return {"": "Mapping", "entries": [[_plain(k), _plain(v)] for k, v in value.items()]}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    if isinstance(value, frozenset | set):
        return {"": "Set", "members": sorted(map(_plain, value), key=str)}
    if isinstance(value, PurePath):
        return {"": "Path", "text": value.as_posix()}
    if isinstance(value, date):
        return {"": "Date", "text": value.isoformat()}
    raise TypeError(f"{type(value).__name__} is no value of the model")


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(inner) for inner in plain)
    if not isinstance(plain, dict):
        return plain
    name = plain.pop("")
    if name == "Mapping":
        return {_value(key): _value(inner) for key, inner in plain["entries"]}
    if name == "Set":
        return frozenset(_value(inner) for inner in plain["members"])
    if name == "Path":
        return PurePosixPath(plain["text"])
    if name == "Date":
        return date.fromisoformat(plain["text"])
    return _classes()[name](**{field: _value(inner) for field, inner in plain.items()})


def _default(field: "Field[Any]") -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


@cache
def _classes() -> Mapping[str, type]:
    """Every data class of the model by name."""
    modules = (
        import_module(f"{model.__name__}.{one.name}") for one in iter_modules(model.__path__)
    )
    return {
        name: found
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, type) and is_dataclass(found)
    }
