"""SDMX-JSON data messages of every version: indexed data sets, then the structures they index.

Codes get their index when they are first met, a group of series at a time, so nothing is buffered;
what an index means stands in `structure(s)`, which comes after `dataSets`. Readers must take the
members of an object in any order (RFC 8259, 4), and the field guide leaves the order of values open
for this very reason; `order` in a value gives its place in the codelist.

An observation without a value has `null`; its reason stands in the attributes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import getitem
from typing import Any

from api.formats._data import gather
from api.formats._data.json_index import Index
from api.formats._data.json_value import PLAIN, UNUSUAL, json_text, number_or_null
from api.formats._data.pieces import (
    Columns,
    at_observation,
    at_series,
    attribute_sets,
    columns,
    grouped,
    instant,
    is_numeric,
    joined,
    key_texts,
    portions,
)
from api.formats.base import Options
from api.model.artefact import Component
from api.model.dataset import Action, DataMessage, DataSet, Run, Series
from api.model.ref import Link, Ref
from api.model.structure import Structure
from api.model.text import DEFAULT_LANGUAGE

#: Series that are indexed together; within them new codes are numbered in codelist order.
GROUP = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How a version writes what the versions write differently."""

    schema: str
    #: Members before `meta`.
    root: Mapping[str, str]
    actions: Mapping[Action, str]
    #: Whether an array of an observation begins with its value even where none was asked for.
    value_always: bool
    #: (structures' indexes, options) -> the member of `data` after `dataSets`, as JSON.
    structures: Callable[[Sequence[Index], Options], dict[str, Any]]
    #: Whether a data set says which structure it belongs to.
    numbered: bool


def write(message: DataMessage, options: Options, profile: Profile) -> Iterator[bytes]:
    """The head at once, then data sets in portions, then the structures."""
    return portions(_texts(message, options, profile))


def _texts(message: DataMessage, options: Options, profile: Profile) -> Iterator[str | bytes]:
    indexes = _Indexes(message, shared=not profile.numbered)
    root = "".join(f"{json_text(name)}:{json_text(value)}," for name, value in profile.root.items())
    meta = json_text(_meta(message, options, profile))
    yield f'{{{root}"meta":{meta},"data":{{"dataSets":['
    for number, dataset in enumerate(message.datasets):
        index = indexes.of(dataset)
        index.datasets.append(number)
        yield "," if number else ""
        yield from _dataset(dataset, index, profile)
    rest = json_text(profile.structures(indexes.all, options))
    yield f"],{rest[1:-1]}}}}}"


def _languages(message: DataMessage, options: Options) -> list[str]:
    """Languages that names are written in, the main one first."""
    names = [structure.dataflow.name for structure in message.structures]
    others = () if options.filter_languages else (tag for name in names for tag in name)
    return list(dict.fromkeys((*options.languages, DEFAULT_LANGUAGE, *others)))


def _meta(message: DataMessage, options: Options, profile: Profile) -> dict[str, Any]:
    header = message.header
    return {
        "schema": profile.schema,
        "id": header.id,
        "test": header.test,
        "prepared": instant(header.prepared),
        "contentLanguages": _languages(message, options),
        "sender": {"id": header.sender},
    }


class _Indexes:
    """One index a usage: a dataflow, or a provision agreement in a query by agreement.

    A version with one structure in a message has one index for all its data sets.
    """

    def __init__(self, message: DataMessage, *, shared: bool) -> None:
        self._found: dict[Ref, Index] = {}
        by_agreement = bool(message.agreements) and not shared
        kind = "provisionagreement" if by_agreement else "dataflow"
        usages: Mapping[Ref, Structure] = (
            message.agreements
            if by_agreement
            else {structure.dataflow.ref: structure for structure in message.structures}
        )
        for number, (ref, structure) in enumerate(usages.items()):
            self._found[ref] = Index(number, Link(kind, ref), structure)

    @property
    def all(self) -> list[Index]:
        """Every index, in the order of their numbers."""
        return list(self._found.values())

    def of(self, dataset: DataSet) -> Index:
        """The index of the data set's usage."""
        agreement = dataset.agreement
        flow = dataset.structure.dataflow.ref
        index = self._found[agreement if agreement and agreement in self._found else flow]
        index.shape(dataset)
        return index


def _link(dataset: DataSet) -> dict[str, str]:
    """What the data set belongs to, as the query asked for it."""
    flow = dataset.structure.dataflow.ref
    link = (
        Link("provisionagreement", dataset.agreement)
        if dataset.agreement
        else Link("dataflow", flow)
    )
    return {"rel": link.kind, "urn": link.urn}


def _dataset(dataset: DataSet, index: Index, profile: Profile) -> Iterator[str | bytes]:
    head: dict[str, Any] = {"structure": index.number} if profile.numbered else {}
    head["action"] = profile.actions[dataset.action]
    if dataset.valid_from:
        head["validFrom"] = instant(dataset.valid_from)
    if dataset.valid_to:
        head["validTo"] = instant(dataset.valid_to)
    head["links"] = [_link(dataset)]
    if dataset.dataset_attributes:
        head["attributes"] = _constants(dataset.dataset_attributes, index)
    member = "observations" if dataset.flat else "series"
    yield f'{json_text(head)[:-1]},"{member}":{{'
    texts = (found for found in _Series(dataset, index, profile).texts() if found)
    if (first := next(texts, None)) is not None:
        yield first[1:]
        yield from texts
    yield "}}"


def _constants(values: Sequence[tuple[Component, str]], index: Index) -> list[int]:
    return [index.place(component, value) for component, value in values]


class _Series:
    """Series of one data set, each text with a comma before it."""

    def __init__(self, dataset: DataSet, index: Index, profile: Profile) -> None:
        self._dataset, self._index = dataset, index
        self._keys = [index.codes[component.id] for component in dataset.key]
        self._tails = _Tails(dataset, index, profile)
        self._nothing = "null" if self._tails.valued else ""
        level = at_series(dataset)
        self._constants = f'"attributes":{json_text(_constants(level, index))},' if level else ""
        #: Position -> number of its code, and what an array of an observation there begins with.
        self._points: dict[int, str] = {}
        self._first: dict[int, str] = {}
        self._next: dict[int, str] = {}

    def texts(self) -> Iterator[str | bytes]:
        """Texts of series that have something to say, or of runs of them."""
        for group in grouped(self._dataset, GROUP):
            if isinstance(group, Run):
                yield self._many(group)
            else:
                used = set().union(*(series.positions for series in group))
                self._learn([series.key for series in group], used)
                yield from map(self._one, group)

    def _learn(self, keys: Sequence[tuple[str, ...]], used: Iterable[int]) -> None:
        self._index.learn(self._dataset, keys, used, self._points)
        for position in self._points.keys() - self._first.keys():
            self._first[position] = f'{self._points[position]}":['
            self._next[position] = f',"{self._first[position]}'

    def _key(self, key: tuple[str, ...]) -> str:
        return ":".join(map(getitem, self._keys, key))

    def _one(self, series: Series) -> str:
        found = _columns(self._dataset, series, self._nothing)
        key = self._key(series.key)
        if self._dataset.flat:
            return joined(f',"{key}:' if key else ',"', self._first, self._tails, found)
        texts = joined("", self._next, self._tails, found)[1:]
        observations = f'"observations":{{{texts}}}' if texts else ""
        return f',"{key}":{{{self._constants if texts else self._constants[:-1]}{observations}}}'

    def _many(self, run: Run) -> bytes:
        found = gather.Columns(run)
        self._learn(run.keys, found.positions)
        keys = key_texts(self._keys, run.keys, ":")
        if self._dataset.flat:
            heads = found.on_each([f',"{key}:' if key else ',"' for key in keys])
        else:
            start = f'":{{{self._constants}"observations":{{"'
            first, *others = (f"{key}{start}" for key in keys)
            following = [f'}}}},"{other}' for other in others]
            heads = found.on_first([f',"{first}', *following], ',"')
        values = found.replaced(number_or_null) if found.has(UNUSUAL) else found.filled("null")
        points, tails = found.points(self._first), found.tails(self._tails)
        end = b"" if self._dataset.flat else b"}}"
        return gather.gathered(heads, points, values, tails) + end


class _Tails(dict[int, str]):
    """Attribute set -> the rest of the observation's array, made on first use."""

    def __init__(self, dataset: DataSet, index: Index, profile: Profile) -> None:
        super().__init__()
        self._components = dataset.observation_attributes
        self._sets = attribute_sets(dataset)
        self._index = index
        self._above = _constants(at_observation(dataset), index)
        self._valued = profile.value_always or bool(dataset.measures)

    def __missing__(self, number: int) -> str:
        places: list[int | None] = list(self._above)
        for component, value in zip(self._components, self._sets[number], strict=True):
            places.append(None if value is None else self._index.place(component, value))
        # Arrays may be cut from the right where nothing follows.
        while places and places[-1] is None:
            places.pop()
        cells = [json_text(place) for place in places]
        found = self[number] = ("," if self._valued and cells else "") + ",".join(cells) + "]"
        return found

    @property
    def valued(self) -> bool:
        """Whether arrays begin with a value."""
        return self._valued


def _columns(dataset: DataSet, series: Series, nothing: str) -> Columns:
    """Observations with their values as JSON; `nothing` where no measure was asked for."""
    positions, values, sets = columns(dataset, series)
    if not dataset.measures:
        values = (nothing,) * len(positions)
    elif not is_numeric(dataset.measures[0]):
        values = [json_text(v) if v else "null" for v in values]
    elif not PLAIN.fullmatch("\n".join(values)):
        values = list(map(number_or_null, values))
    elif "" in values:
        values = [v or "null" for v in values]
    return positions, values, sets
