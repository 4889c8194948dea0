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
    return sha256(json.dumps(list(values), **_FORM).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """What JSON has no form for, in forms that it has; its encoder asks for nothing else."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value)
        return [kind.__name__, *(_keyed(getattr(value, id)) for id in _ids(kind))]
    if isinstance(value, Mapping):
        return _keyed(dict(value))
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return _scalar(value)


def _keyed(value: Any) -> Any:
    """A mapping whose keys are text, which it is already but for a few."""
    if value.__class__ is not dict or all(key.__class__ is str for key in value):
        return value
    return {str(key): inner for key, inner in value.items()}


def _scalar(value: Any) -> str:
    if isinstance(value, PurePath):
        return value.name if value.is_absolute() else value.as_posix()
    if isinstance(value, Decimal | date):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no stable text")


@cache
def _ids(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


_FORM: dict[str, Any] = {
    "ensure_ascii": False,
    "sort_keys": True,
    "check_circular": False,
    "default": _plain,
}
