"""Every row of `docs/conformance.md` holds, and no parameter or format is missing from it."""

import ast
from itertools import chain
from pathlib import Path
from urllib.parse import unquote

import pytest

from api import formats
from api.model.query import Dialect
from api.rest import v1, v2
from api.rest.operations import OPERATIONS
from api.rest.query_parameters import REPRESENTATION
from tests.conformance.features import Feature, topics
from tests.exchange import check

PROJECT = Path(__file__).parents[2]
FEATURES = [feature for _, _, features in topics() for feature in features]
URLS = [
    url
    for feature in FEATURES
    for shown in feature.shown
    for method, url in shown.items()
    if method in ("get", "head", "post")
]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.id)
def test_feature(client, feature: Feature):
    for shown in feature.shown:
        if "test" in shown:
            _exists(shown["test"])
        else:
            check(client, shown)


def _exists(name: str) -> None:
    """Whether `tests/x.py::test_y` is there; it runs by itself."""
    path, _, function = name.partition("::")
    tree = ast.parse((PROJECT / path).read_text())
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name


def test_a_feature_stands_once():
    ids = [feature.id for feature in FEATURES]
    assert [id for id in ids if ids.count(id) > 1] == []


#: What rows ask for to be refused.
_ELSEWHERE: dict[Dialect, tuple[str, ...]] = {"v1": ("nope", "registration"), "v2": ()}


def _asked(dialect: Dialect) -> list[tuple[object, set[tuple[str, str]], int]]:
    """(operation, pairs of parameter and value, number of segments) of each URL of a dialect."""
    parse = {"v1": v1, "v2": v2}[dialect]
    found = []
    for url in URLS:
        path, _, query = url.partition("?")
        segments = [part for part in path.split("/") if part][2:]
        if path.startswith(f"/rest/{dialect}/") and (segments[0] not in _ELSEWHERE[dialect]):
            operation, rest = parse._operation(segments)
            pairs = (part.partition("=")[::2] for part in unquote(query).split("&") if part)
            found.append((operation, {(name, value) for name, value in pairs}, len(rest)))
    return found


@pytest.mark.parametrize("dialect", ["v1", "v2"])
def test_every_parameter_is_shown(dialect: Dialect):
    """Each parameter of each resource, and each keyword it takes; `c` with any component."""
    asked = _asked(dialect)
    missing = []
    for operation in OPERATIONS[dialect]:
        mine = [(pairs, length) for found, pairs, length in asked if found is operation]
        given = {(name.partition("[")[0], value) for pairs, _ in mine for name, value in pairs}
        names = {name for name, _ in given}
        missing += [
            f"{operation.template}?{one.name}"
            for one in operation.parameters
            if not names & {one.name, *one.aliases}
        ]
        if max((length for _, length in mine), default=0) < len(operation.segments):
            missing.append(f"{operation.template}: all segments")
    assert missing == []


@pytest.mark.parametrize("dialect", ["v1", "v2"])
def test_every_keyword_is_shown(dialect: Dialect):
    given = {pair for _, pairs, _ in _asked(dialect) for pair in pairs}
    parameters = {one for found in OPERATIONS[dialect] for one in _hashable(found.parameters)}
    missing = [
        f"{name}={value}"
        for name, values in sorted(parameters)
        for value in values
        if not any(one == name and value in text.split(",") for one, text in given)
    ]
    assert missing == []


def _hashable(parameters):
    return [(one.name, one.values) for one in parameters]


def test_the_parameters_of_representations_are_shown():
    names = {pair[0] for url in URLS for pair in _pairs(url)}
    assert {one.name for one in REPRESENTATION} <= names


def _pairs(url: str) -> list[list[str]]:
    return [part.split("=", 1) for part in url.partition("?")[2].split("&") if "=" in part]


def test_every_format_is_shown():
    shown = {str(one.get("type", "")) for feature in FEATURES for one in feature.shown}
    kinds = (formats.DATA, formats.STRUCTURE, formats.SCHEMA, formats.METADATA, formats.REGISTRY)
    offered = chain.from_iterable(kinds)
    assert [one.media_type for one in offered if one.media_type not in shown] == []
