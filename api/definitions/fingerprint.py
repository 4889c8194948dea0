"""A hash of resolved definitions that is the same on every machine."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import PurePath
from typing import Any


def fingerprint(values: Iterable[object]) -> str:
    """SHA-256, in hexadecimal, of frozen values in the given order.

    Mappings and sets count without their order, sequences with it. An absolute path counts by its
    name only, so that where the project lies does not matter. TypeError for anything that has no
    text of its own.
    """
    text = json.dumps([_plain(value) for value in values], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


#: Most values are one of these, and asking for the exact class is quickest.
_PLAIN = frozenset((str, int, float, bool, type(None)))


def _plain(value: Any) -> Any:
    if value.__class__ in _PLAIN or isinstance(value, str | int | float):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_plain(getattr(value, id)) for id in _ids(type(value)))]
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted((_plain(inner) for inner in value), key=str)
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, PurePath):
        return value.name if value.is_absolute() else value.as_posix()
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no stable text")


@cache
def _ids(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
