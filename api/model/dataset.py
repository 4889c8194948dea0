"""The carrier: what travels from the store to a data format, and nothing else does.

A data set is read once, series by series, in key order, observations in order of the dimension at
the observation. Everything that repeats (periods, attribute values) is a table that stands before
the series, so that a format prepares each piece of text once and joins pieces.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from struct import unpack
from typing import Literal, NamedTuple

from api.model.artefact import Component
from api.model.ref import Ref
from api.model.structure import Structure

#: What a data set asks its reader to do (SDMX 3.x ActionType; 2.x calls Merge Append).
Action = Literal["Information", "Append", "Replace", "Delete", "Merge"]


class Series(NamedTuple):
    """Observations that share a key.

    `positions`, `values` and `attributes` have one entry an observation, in the same order;
    all three are empty where only series keys were asked for.
    """

    #: Codes in the order of `DataSet.key`.
    key: tuple[str, ...]
    #: Index into `DataSet.points`.
    positions: Sequence[int]
    #: Lexical text as loaded ("34.523"); "" for an observation without a value.
    values: Sequence[str]
    #: Index into `DataSet.attribute_sets`.
    attributes: Sequence[int]


#: Bytes of a packed number -> its code for `struct` and `array`.
BY_SIZE = {1: "B", 2: "H", 4: "i"}


class Run(NamedTuple):
    """Neighbouring series as they are packed, for formats that turn many into text at once.

    One entry a series in each field.
    """

    keys: Sequence[tuple[str, ...]]
    #: Numbers of observations.
    counts: Sequence[int]
    #: `Series.positions`: 16 bits each, unsigned, in the machine's order.
    positions: Sequence[bytes]
    #: `Series.values`, one a line.
    values: Sequence[str]
    #: `Series.attributes`: one, two or four bytes each (`BY_SIZE`), alike in all of the run.
    attributes: Sequence[bytes]

    def series(self) -> Iterator[Series]:
        """The same, one series at a time."""
        for key, count, positions, values, attributes in zip(*self, strict=True):
            yield Series(
                key,
                unpack(f"{count}H", positions),
                values.split("\n"),
                unpack(f"{count}{BY_SIZE[len(attributes) // count]}", attributes),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """Series of one dataflow (or of one provision agreement of it), lazily read, once."""

    structure: Structure
    #: Components of the series key, in order. With a dimension other than time at the observation,
    #: time stands in its place here; with `AllDimensions` these are all but the last dimension.
    key: tuple[Component, ...]
    #: The dimension whose values tell the observations of a series apart.
    observation: Component
    #: True for `AllDimensions`: a format that knows flat observations writes them flat.
    flat: bool = False
    #: Codes or periods of `observation` that may occur; `Series.positions` index it.
    points: Sequence[str] = ()
    #: Measures to write; none where none were asked for.
    measures: tuple[Component, ...] = ()
    #: Attributes of the whole data set: (component, value).
    dataset_attributes: tuple[tuple[Component, str], ...] = ()
    #: Attributes attached to dimensions with the value they have throughout: (component, value).
    #: Formats that have a series level write them there; flat ones repeat them on each row.
    series_attributes: tuple[tuple[Component, str], ...] = ()
    #: Attributes of the observation to write, and the distinct combinations of their values;
    #: None where an attribute has no value.
    observation_attributes: tuple[Component, ...] = ()
    attribute_sets: Sequence[tuple[str | None, ...]] = ((),)
    action: Action = "Replace"
    #: Set for queries by agreement; then the data set is that of the agreement.
    agreement: Ref | None = None
    #: Validity of what is in it, for `includeHistory`.
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    series: Iterator[Series] = field(default_factory=lambda: iter(()))
    #: The same series in runs, where they leave the store as they are packed there; else None.
    #: Whoever reads runs does not read `series`, and the other way round.
    runs: Iterator[Run] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The message header every SDMX message has (SDMX 2.1 Section 3A, message namespace)."""

    #: Unique id; derived from the representation's ETag so that equal answers are equal bytes.
    id: str
    #: Instant of the release the answer comes from, with its time zone.
    prepared: datetime
    sender: str = "VN1"
    test: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataMessage:
    """An answer to `/data`: data sets in order, read one after the other, each once.

    `structures` lists the structures of all of them beforehand (headers need it).
    """

    header: Header
    structures: tuple[Structure, ...]
    datasets: Iterator[DataSet]
    #: Queries by provision agreement: every agreement that a data set may name, with its structure;
    #: headers then refer to the agreements in the dataflows' place.
    agreements: Mapping[Ref, Structure] = field(default_factory=dict)
    #: The question was about changes (`updatedAfter`, `includeHistory`): formats made of rows add
    #: a column for the action, which a data set otherwise says of itself.
    revisions: bool = False
    #: It was about vintages (`includeHistory`): they add columns for the validity too.
    dated: bool = False
