"""The shipped definitions, a store with all that is shipped in it, and a reader of the service."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.definitions.load import Definitions, load
from api.publish.agreements import all_sources
from api.publish.opening import open_store
from api.publish.refused import refused
from api.resources.coverage import Coverage
from api.resources.published import Published
from api.store.store import Store

PROJECT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def definitions() -> Definitions:
    return load(PROJECT)


@pytest.fixture(scope="session")
def shipped_store(
    definitions: Definitions, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    file = tmp_path_factory.mktemp("evidence") / "ilms.sqlite"
    store = open_store(definitions, f"sqlite:///{file}", lambda: NOW, PROJECT)
    yield store
    store.close()


@pytest.fixture(scope="session")
def coverage(definitions: Definitions, shipped_store: Store) -> Coverage:
    sources = all_sources(definitions.sources)

    def held():
        return refused(sources, PROJECT, definitions.registry)

    return Coverage(definitions.registry, definitions.sources, shipped_store, held)


@pytest.fixture(scope="session")
def published(app: ASGIApp, client: TestClient) -> Published:  # noqa: ARG001 - starts the application
    """Everything the service has published, told in English."""
    inner: Any = app
    while not hasattr(inner, "state"):
        inner = inner._app
    known = inner.state.publication
    return Published(
        registry=known.actual.registry(),
        store=known.store,
        sources=known.sources,
        languages=("en", "vi"),
        base_url="http://testserver",
    )


@pytest.fixture(scope="session")
def published_vi(published: Published) -> Published:
    """The same in Vietnamese."""
    return replace(published, languages=("vi", "en"))
