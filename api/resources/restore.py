"""An exported folder back into an empty store: observations, history, lineage, embargoes."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from api.definitions.archive import unpack
from api.model.artefact import Maintainable
from api.model.registry import Registry
from api.model.release import Release
from api.resources.export import PRIVATE
from api.resources.manifest import verified
from api.store.backup import NotRestorable, definitions_in
from api.store.backup import restore as fill
from api.store.store import Store


def restore(folder: Path, url: str, clock: Callable[[], datetime]) -> tuple[Release, ...]:
    """Fill the store at `url`, made if absent, from the folder `export` wrote; its releases.

    The folder brings its own definitions. Raises BrokenFolder for files that are not as they were
    written, NotRestorable for a folder without `store/` or a store that holds something; then the
    store is as it was.
    """
    private = folder / PRIVATE
    if not private.is_dir():
        raise NotRestorable(f"{folder} has no {PRIVATE}/: it was exported for the public only")
    verified(folder)
    verified(private)
    for registry in _registries(private):
        # Each makes the tables of its dataflows; older definitions may have had others.
        store = Store(url, registry, clock)
        try:
            store.prepare()
        finally:
            store.close()
    fill(url, private)
    store = Store(url, Registry([]), clock)
    try:
        return store.releases()
    finally:
        store.close()


def _registries(private: Path) -> Iterator[Registry]:
    """The definitions the folder brings, newest first."""
    for content in definitions_in(private):
        yield Registry([one for one in unpack(content) if isinstance(one, Maintainable)])
