"""Every pattern: what it accepts and what it refuses; the tables that name them."""

import tomllib
from pathlib import Path

import pytest

from api.rest.grammar import FORMS, PATTERNS
from api.rest.operations import OPERATIONS
from api.rest.query_parameters import REPRESENTATION

CASES = tomllib.loads((Path(__file__).parent / "grammar.toml").read_text(encoding="utf-8"))
TABLES = [
    parameter
    for operations in OPERATIONS.values()
    for operation in operations
    for parameter in (*operation.segments, *operation.parameters, *REPRESENTATION)
]


@pytest.mark.parametrize("name", CASES)
def test_a_pattern_accepts_and_refuses(name: str) -> None:
    pattern = PATTERNS[name]
    assert [text for text in CASES[name]["accepted"] if not pattern.fullmatch(text)] == []
    assert [text for text in CASES[name]["refused"] if pattern.fullmatch(text)] == []


def test_every_pattern_has_cases() -> None:
    assert set(CASES) == set(PATTERNS)


def test_tables_name_patterns_and_their_forms() -> None:
    named = {parameter.pattern for parameter in TABLES if parameter.pattern}
    assert named <= set(PATTERNS)
    assert named <= set(FORMS)


def test_defaults_are_values() -> None:
    for parameter in TABLES:
        pattern = PATTERNS.get(parameter.pattern)
        known = {*parameter.values, *parameter.also}
        ok = not parameter.default or parameter.default in known
        assert ok or (pattern and pattern.fullmatch(parameter.default)), parameter.name


def test_every_parameter_is_described() -> None:
    assert [one.name for one in TABLES if not one.description.strip()] == []
