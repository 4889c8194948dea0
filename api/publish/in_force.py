"""Which definitions a start goes on with: those in the files, or the last good ones.

A definition file that breaks before a restart must not take the service down: what was served
before goes on being served, and whoever asks for readiness is told.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from api.definitions.archive import unpack
from api.definitions.load import Definitions
from api.model.artefact import Maintainable
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.report import Finding
from api.model.source import Source
from api.store.store import Store


class BrokenDefinitions(Exception):
    """The files have errors, and the store knows no earlier definitions to go on with."""


@dataclass(frozen=True, slots=True)
class InForce:
    """Definitions to serve with, and what is wrong with those in the files, if anything."""

    definitions: Definitions
    broken: tuple[Finding, ...] = ()


def in_force(definitions: Definitions, url: str, clock: Callable[[], datetime]) -> InForce:
    """The definitions given if they have no errors, else the last ones the store was opened with.

    Raises BrokenDefinitions with every finding if there are none.
    """
    if not definitions.errors:
        return InForce(definitions)
    store = Store(url, Registry([]), clock)
    try:
        store.prepare()
        hash, values = _last_readable(store)
    finally:
        store.close()
    if not values:
        raise BrokenDefinitions("\n".join(str(finding) for finding in definitions.errors))
    artefacts = [value for value in values if isinstance(value, Maintainable)]
    entries = [value for value in values if not isinstance(value, Maintainable)]
    last_good = replace(
        definitions,
        registry=Registry(artefacts, hash),
        sources={_ref(entry): entry for entry in entries},
        findings=(),
    )
    return InForce(last_good, definitions.errors)


def _last_readable(store: Store) -> tuple[str, list[Any]]:
    """Hash and values of the newest definitions that were in force and can be read, if any can."""
    for _, hash in reversed(store.definitions_history()):
        if values := _kept(store, hash):
            return hash, values
    return "", []


def _kept(store: Store, hash: str) -> list[Any]:
    """The values kept under a hash; none if they are not there or cannot be read."""
    try:
        return unpack(store.definitions(hash) or b"")
    except ValueError:
        return []


def _ref(entry: Any) -> Ref:
    """What a value that is no artefact is kept under: a source under its agreement."""
    found: Ref = entry.agreement if isinstance(entry, Source) else entry.ref
    return found


def changed_in_place(definitions: Definitions, store: Store) -> tuple[Finding, ...]:
    """Artefacts whose content differs from what was published under the same version.

    A harvester that has this version has other content: raise the version, or undo the change.
    """
    released = [one.definitions for one in store.releases()]
    values = _kept(store, released[-1]) if released else []
    published = {value.link: value for value in values if isinstance(value, Maintainable)}
    return tuple(
        Finding(
            rule="CHANGED-IN-PLACE",
            severity="warning",
            message=f"{one.link.urn} differs from what was released under this version",
            key=str(one.ref),
            advice="raise its version, or undo the change",
        )
        for one in definitions.registry
        if one.link in published and published[one.link] != one
    )
