"""The application as a process of its own serves it."""

import gc

from starlette.types import ASGIApp

from api.web.app import create_app


def create_served() -> ASGIApp:
    """The application, built without a pause and left out of the collector's later rounds.

    Definitions are a million objects that live as long as the process: looking through them while
    they are made takes a third of the start, and later it holds answers up.
    """
    gc.disable()
    try:
        app = create_app()
        gc.freeze()
    finally:
        gc.enable()
    return app
