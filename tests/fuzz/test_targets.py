"""Each target of `make fuzz`, briefly, with the same inputs every time."""

from random import Random

import pytest
from starlette.types import ASGIApp

from tests.fuzz import __main__ as fuzz

NAMES = (
    "addresses",
    "negotiation",
    "workbooks",
    "definition files",
    "kept definitions",
    "manifests",
)


def test_all_are_here(app: ASGIApp):
    assert tuple(fuzz.every(app)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_batch(app: ASGIApp, name: str):
    assert fuzz.run(fuzz.every(app)[name], until=0, random=Random(name)) >= 100  # noqa: S311
