"""What counts in a fingerprint."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from api.definitions.fingerprint import fingerprint


@dataclass(frozen=True)
class Thing:
    value: object


EQUAL = {
    "order of a mapping": ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    "order of a set": (frozenset(["2020", "2021"]), frozenset(["2021", "2020"])),
    "list or tuple": (["a"], ("a",)),
    "where the project lies": (Path("/a/table.csv"), Path("/b/table.csv")),
}

DIFFERENT = {
    "order of a sequence": (("a", "b"), ("b", "a")),
    "number or text": (1, "1"),
    "nothing or empty": (None, ""),
    "folder within the project": (Path("a/table.csv"), Path("b/table.csv")),
}


@pytest.mark.parametrize(("one", "other"), EQUAL.values(), ids=EQUAL)
def test_equal(one, other):
    assert fingerprint([Thing(one)]) == fingerprint([Thing(other)])


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_different(one, other):
    assert fingerprint([Thing(one)]) != fingerprint([Thing(other)])


def test_what_has_no_stable_text_is_refused():
    with pytest.raises(TypeError, match="object has no stable text"):
        fingerprint([Thing(object())])
