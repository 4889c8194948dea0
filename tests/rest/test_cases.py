"""Two spellings, one meaning."""

import tomllib
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from plain import split

from api.model.query import Key
from api.rest import v1, v2

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))


def without_dialect(value: Any) -> Any:
    """The value with what only tells the spelling made equal: dialect, and open-ended keys."""
    if isinstance(value, Key):
        return replace(value, open_ended=True)
    if isinstance(value, tuple):
        return tuple(map(without_dialect, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {one.name: without_dialect(getattr(value, one.name)) for one in fields(value)}
    if "dialect" in changed:
        changed["dialect"] = "v1"
    return replace(value, **changed)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_both_dialects_mean_the_same(case: dict[str, str]) -> None:
    one, other = v1.parse(*split(case["v1"])), v2.parse(*split(case["v2"]))
    assert without_dialect(one) == without_dialect(other)


def test_the_dialect_is_kept() -> None:
    assert v1.parse("data/F", "").query.dialect == "v1"
    assert v2.parse("data", "").query.dialect == "v2"
