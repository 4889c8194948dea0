"""Structure messages as answers: structure queries, availability and schemas."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from api import formats
from api.formats.base import Format, Options
from api.formats.negotiation import Choice
from api.model.dataset import Header
from api.model.query import AvailabilityQuery, SchemaQuery, StructureQuery
from api.model.registry import Registry
from api.model.schema_message import SchemaMessage
from api.model.structure_message import StructureMessage
from api.resources.actual import Actual
from api.resources.answer import Answer, fingerprint, last_modified
from api.resources.availability import availability as available
from api.resources.schema import schema as described
from api.resources.structure import find
from api.store.store import Store

M = TypeVar("M")


def answered(
    query: object,
    choice: Choice[M],
    sources: tuple[Registry, Store],
    message: Callable[[Header], M],
) -> Answer:
    """An answer made of definitions and of what was released by now; `message` runs in `open`.

    Equal queries have equal tags as long as neither changes.
    """
    registry, store = sources
    format, options = choice.format, choice.options
    modified = last_modified(registry, store.visible(), store)
    tag = fingerprint(registry.fingerprint, modified, query, format.media_type, options)
    header = Header(id=f"VN1_{tag}", prepared=modified)

    def write() -> Iterator[bytes]:
        return format.write(message(header), options)

    def is_current() -> bool:
        return last_modified(registry, store.visible(), store) == modified

    return Answer(
        choice=choice,
        tag=tag,
        last_modified=modified,
        open=write,
        is_current=is_current,
        whole=True,
    )


def structure(
    query: StructureQuery,
    choice: Choice[StructureMessage],
    actual: Actual,
    store: Store,
) -> Answer:
    """Answer a structure query. `open` raises what `find` raises."""
    registry = actual.registry(query.as_of)
    raw = query.detail == "raw"

    def message(header: Header) -> StructureMessage:
        return StructureMessage(header=header, artefacts=find(query, registry), raw=raw)

    return answered(query, choice, (registry, store), message)


def availability(
    query: AvailabilityQuery,
    choice: Choice[StructureMessage],
    actual: Actual,
    store: Store,
) -> Answer:
    """Answer an availability query. `open` raises what resolving raises, and NoResults."""
    registry = actual.registry()

    def message(header: Header) -> StructureMessage:
        return StructureMessage(header=header, artefacts=available(query, registry, store))

    return answered(query, choice, (registry, store), message)


def _of_structures(format: Format[StructureMessage]) -> Format[SchemaMessage]:
    """A structure format, writing the structures that a schema is made of."""

    def write(message: SchemaMessage, options: Options) -> Iterator[bytes]:
        return format.write(message.structures, options)

    return Format(
        media_type=format.media_type,
        suffix=format.suffix,
        write=write,
        family=format.family,
        names=format.names,
        names_of=format.names_of,
    )


#: What a schema query may be answered in: schemas, and the structures they are made of.
SCHEMA: tuple[Format[SchemaMessage], ...] = (
    *formats.SCHEMA,
    *map(_of_structures, formats.STRUCTURE),
)


def schema(
    query: SchemaQuery, choice: Choice[SchemaMessage], actual: Actual, store: Store
) -> Answer:
    """Answer a schema query. `open` raises what `described` raises."""
    registry = actual.registry(query.as_of)
    return answered(
        query, choice, (registry, store), lambda header: described(query, registry, header)
    )
