"""Structure messages as answers: structure queries and availability, from memory."""

from collections.abc import Callable, Iterator

from api.formats.negotiation import Choice
from api.model.artefact import Maintainable
from api.model.dataset import Header
from api.model.query import AvailabilityQuery, StructureQuery
from api.model.registry import Registry
from api.model.structure_message import StructureMessage
from api.resources.actual import Actual
from api.resources.answer import Answer, fingerprint, last_modified
from api.resources.availability import availability as available
from api.resources.structure import find
from api.store.store import Store


def _answer(
    query: StructureQuery | AvailabilityQuery,
    choice: Choice[StructureMessage],
    sources: tuple[Registry, Store],
    find: Callable[[], tuple[Maintainable, ...]],
) -> Answer:
    registry, store = sources
    format, options = choice.format, choice.options
    modified = last_modified(registry, store.visible(), store)
    tag = fingerprint(registry.fingerprint, modified, query, format.media_type, options)
    header = Header(id=f"VN1_{tag}", prepared=modified)
    raw = isinstance(query, StructureQuery) and query.detail == "raw"

    def write() -> Iterator[bytes]:
        return format.write(StructureMessage(header=header, artefacts=find(), raw=raw), options)

    return Answer(choice=choice, tag=tag, last_modified=modified, open=write)


def structure(
    query: StructureQuery,
    choice: Choice[StructureMessage],
    actual: Actual,
    store: Store,
) -> Answer:
    """Answer a structure query. `open` raises what `find` raises."""
    registry = actual.registry(query.as_of)
    return _answer(query, choice, (registry, store), lambda: find(query, registry))


def availability(
    query: AvailabilityQuery,
    choice: Choice[StructureMessage],
    actual: Actual,
    store: Store,
) -> Answer:
    """Answer an availability query. `open` raises what resolving raises, and NoResults."""
    registry = actual.registry()
    return _answer(query, choice, (registry, store), lambda: available(query, registry, store))
