"""What is shipped, published, for a reader."""

import pytest

from api.resources.published import Published


@pytest.fixture(scope="session")
def published(app, client):  # noqa: ARG001 - the client starts the application
    """Everything shipped, told in English."""
    inner = app
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
def published_vi(published):
    """The same in Vietnamese."""
    from dataclasses import replace

    return replace(published, languages=("vi", "en"))
