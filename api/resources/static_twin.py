"""What the service answers, as files at the paths of its URLs, for any web server to serve.

A URL with a query string has no file: everything is there whole, in each of the formats that a
suffix names, and under the plain URL in the default format of its dialect.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from api import formats
from api.errors import NoResults
from api.formats.base import Format
from api.formats.negotiation import Wish, choose
from api.model.artefact import Dataflow, Maintainable
from api.model.query import AvailabilityQuery, Dialect, RegistrationQuery, StructureQuery
from api.model.ref import Ref
from api.model.registry import Registry
from api.resources.actual import Actual
from api.resources.answer import Answer
from api.resources.data import data
from api.resources.structural import SCHEMA, availability, schema, structure
from api.resources.structure import find
from api.rest import v1, v2
from api.rest.artefact_types import TYPES_V1, TYPES_V2
from api.rest.request import Request
from api.store.store import Store

_USES: dict[str, tuple[tuple[Format[Any], ...], Callable[..., Answer]]] = {
    "data": (formats.DATA, data),
    "structure": (formats.STRUCTURE, structure),
    "availability": (formats.STRUCTURE, availability),
    "schema": (SCHEMA, schema),
}
_PARSE: dict[Dialect, Callable[[str, str], Request]] = {"v1": v1.parse, "v2": v2.parse}

#: What a suffix may be; the default format of the dialect without one.
_DATA = ("", ".csv", ".json", ".xml", ".parquet")
_STRUCTURE = ("", ".json", ".xml")


class Page(NamedTuple):
    """One file: its path below the root, its media type, and its bytes."""

    path: str
    content_type: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What to write: everything as of now, or one dataflow as of an instant."""

    #: Address the files will be served under, for links in them.
    base_url: str
    dataflow: Ref | None = None
    as_of: datetime | None = None


def pages(actual: Actual, store: Store, scope: Scope) -> Iterator[Page]:
    """Every file of the twin, each to be written before the next is asked for."""
    registry = actual.registry(scope.as_of)
    for path in _paths(registry, scope):
        yield from _page(path, path, scope, (actual, store))


def histories(actual: Actual, store: Store, scope: Scope) -> Iterator[Page]:
    """Every vintage of each dataflow, one file each."""
    for one in actual.registry(scope.as_of).of_kind("dataflow"):
        if scope.dataflow in (None, one.ref):
            ref = one.ref
            asked = f"rest/v2/data/dataflow/{ref.agency}/{ref.id}/{ref.version}/*.csv"
            path = f"history/{ref.agency}/{ref.id}/{ref.version}.csv"
            yield from _page(path, f"{asked}?includeHistory=true", scope, (actual, store))


def _page(path: str, asked: str, scope: Scope, source: tuple[Actual, Store]) -> Iterator[Page]:
    """What a URL answers, as a file at a path; none where the answer would be that nothing is."""
    address, _, query = asked.partition("?")
    answer = _answer(address, query, scope, source)
    try:
        yield Page(path, answer.choice.content_type, answer.open())
    except NoResults:
        return
    finally:
        answer.close()


def _answer(address: str, query: str, scope: Scope, source: tuple[Actual, Store]) -> Answer:
    _, version, path = address.split("/", 2)
    dialect: Dialect = "v2" if version == "v2" else "v1"
    asked = _PARSE[dialect](path, query)
    offered, use = _USES[asked.resource]
    wish = Wish(dialect=dialect, format=asked.representation.suffix, base_url=scope.base_url)
    wanted = asked.query
    if scope.as_of and not isinstance(wanted, AvailabilityQuery | RegistrationQuery):
        wanted = replace(wanted, as_of=scope.as_of)
    return use(wanted, choose(offered, wish), *source)


def _paths(registry: Registry, scope: Scope) -> Iterator[str]:
    for one in registry.of_kind("dataflow"):
        if isinstance(one, Dataflow) and scope.dataflow in (None, one.ref):
            yield from _of_dataflow(one.ref, current=scope.as_of is None)
    needed, whole = _needed(registry, scope), scope.dataflow is None
    for type_v1, kinds in TYPES_V1.items():
        if type_v1 == "structure":
            continue  # every artefact is there under its own type
        artefacts = [one for kind in kinds for one in needed(kind)]
        yield from _of_type(f"rest/v1/{type_v1}", whole and "all/all/latest", artefacts)
    for kind in TYPES_V2:
        yield from _of_type(f"rest/v2/structure/{kind}", whole and "*/*/+", needed(kind))


def _needed(registry: Registry, scope: Scope) -> Callable[[str], list[Maintainable]]:
    """Artefacts of a kind: all, or those that the one dataflow is made of."""
    if scope.dataflow is None:
        return lambda kind: list(registry.of_kind(kind))
    ref = scope.dataflow
    path = f"structure/dataflow/{ref.agency}/{ref.id}/{ref.version}"
    query = v2.parse(path, "references=descendants").query
    assert isinstance(query, StructureQuery)  # noqa: S101 - so says its path
    found = [one for one in find(query, registry) if isinstance(one, Maintainable)]
    return lambda kind: [one for one in found if one.link.kind == kind]


def _of_dataflow(ref: Ref, *, current: bool) -> Iterator[str]:
    named, nested = f"{ref.agency},{ref.id},{ref.version}", f"{ref.agency}/{ref.id}/{ref.version}"
    for suffix in _DATA:
        yield f"rest/v1/data/{named}/all{suffix}"
        yield f"rest/v2/data/dataflow/{nested}/*{suffix}"
    if current:  # what is available is only known of now
        yield f"rest/v1/availableconstraint/{named}/all"
        yield f"rest/v2/availability/dataflow/{nested}/*"
    for dialect in ("v1", "v2"):
        yield f"rest/{dialect}/schema/dataflow/{nested}"


def _of_type(folder: str, every: str | bool, artefacts: list[Maintainable]) -> Iterator[str]:
    refs = dict.fromkeys(one.ref for one in artefacts)
    for suffix in _STRUCTURE if refs else ():
        if every:
            yield f"{folder}/{every}{suffix}"
        for ref in refs:
            yield f"{folder}/{ref.agency}/{ref.id}/{ref.version}{suffix}"
