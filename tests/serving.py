"""An application on a socket of its own, for as long as a block lasts."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp


@contextmanager
def serving(app: ASGIApp, http: str = "httptools") -> Iterator[str]:
    """Serve on a free port in a thread; gives `http://127.0.0.1:PORT`. `http` is the protocol."""
    config = uvicorn.Config(app, loop="asyncio", http=http, log_level="critical")
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    try:
        # The socket listens already: what connects now is answered when the server is up.
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listening.close()


def comes_true(question: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether the answer becomes yes before the time is over; a pass never waits for it."""
    end = time.monotonic() + seconds
    while not question():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def publication_of(app: Any) -> Any:
    """What an application publishes, whatever middleware stands around it."""
    while not hasattr(app, "state"):
        app = app._app
    return app.state.publication
