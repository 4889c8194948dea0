"""The project's own definitions, read once."""

from pathlib import Path

import pytest

from api.definitions.load import Definitions, load

PROJECT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return load(PROJECT)
