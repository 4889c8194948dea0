"""The definitions that are shipped, read once."""

from pathlib import Path

import pytest

from api.definitions.load import load

PROJECT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def shipped():
    return load(PROJECT)


@pytest.fixture(scope="session")
def codelists(shipped):
    return {found.ref.id: found for found in shipped.registry.of_kind("codelist")}
