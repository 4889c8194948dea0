"""The service as a client meets it: in the process, and on a socket."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.settings import Settings
from api.web.app import create_app
from tests.serving import serving


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The shipped definitions and tables, with a store of their own."""
    folder = tmp_path_factory.mktemp("service")
    # Tests ask more than any client should.
    return Settings(
        database_url=f"sqlite:///{folder / 'ilms.sqlite'}", rate=10**6, log_level="error"
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> ASGIApp:
    """The whole application, with everything that is shipped published."""
    return create_app(settings)


@pytest.fixture(scope="session")
def client(app: ASGIApp) -> Iterator[TestClient]:
    """A client in the process, which says nothing of itself but what a test makes it say.

    A failure of the service is an answer to it, as it is to any client.
    """
    with TestClient(app, raise_server_exceptions=False, follow_redirects=False) as found:
        found.headers.clear()
        yield found


@pytest.fixture(scope="session")
def server(app: ASGIApp) -> Iterator[str]:
    """The service on a socket, as `http://127.0.0.1:PORT`."""
    with serving(app) as address:
        yield address
