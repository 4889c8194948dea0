"""The application as a process of its own serves it."""

import gc
from importlib import import_module

from starlette.types import ASGIApp


def create_served() -> ASGIApp:
    """The application, built without a pause and left out of the collector's later rounds.

    Modules and definitions are a million objects that live as long as the process: looking through
    them while they are made takes a fifth of the start, and later it holds answers up. So even
    the import waits until the collector is off.
    """
    gc.disable()
    try:
        app: ASGIApp = import_module("api.web.app").create_app()
        gc.freeze()
    finally:
        gc.enable()
    return app
