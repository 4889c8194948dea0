"""Apache Parquet: one table, codes as dictionaries, the measure as a double, in row groups.

DATAFLOW, dimensions, measures, attributes; by agreement PROVISION_AGREEMENT; in an answer about
changes ACTION, of vintages VALID_FROM and VALID_TO. What has no value is null. Names of the columns
stand in their metadata.
"""

from collections.abc import Iterator, Sequence
from io import RawIOBase
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from api.formats._data.pieces import (
    Labels,
    attribute_sets,
    column_groups,
    column_name,
    constant_attributes,
    instant,
    is_numeric,
    observations,
    row_cells,
    row_columns,
)
from api.formats.base import Format, Options
from api.model.artefact import Component
from api.model.dataset import DataMessage, DataSet, Series

#: Series that make a row group together (about 100,000 rows in long series).
_GROUP = 4096

_TEXT = pa.dictionary(pa.int32(), pa.string())


class _Sink(RawIOBase):
    """A file that is only written to; what was written is taken away in pieces."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []

    def write(self, data: Any) -> int:
        self._held.append(bytes(data))
        return len(self._held[-1])

    def writable(self) -> bool:
        return True

    def take(self) -> bytes:
        """What was written since the last time."""
        found = b"".join(self._held)
        self._held.clear()
        return found


def _write(message: DataMessage, options: Options) -> Iterator[bytes]:
    columns = [component for group in column_groups(message) for component in group.values()]
    sink = _Sink()
    schema = _schema(message, columns, options)
    with pq.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        yield sink.take()
        for dataset in message.datasets:
            while group := list(islice(dataset.series, _GROUP)):
                writer.write_table(_table(dataset, group, schema))
                yield sink.take()
    yield sink.take()


def _schema(message: DataMessage, columns: Sequence[Component], options: Options) -> pa.Schema:
    fields: list[Any] = [pa.field("DATAFLOW", _TEXT)]
    for component in columns:
        name = column_name(message, component, options.languages)
        kind: Any = pa.float64() if _is_number(component) else _TEXT
        fields.append(pa.field(component.id, kind, metadata={"name": name}))
    fields += [pa.field(name, _TEXT) for name in row_columns(message)]
    names = [Labels(found, options.languages).dataflow() for found in message.structures]
    metadata: dict[bytes | str, bytes | str] = {
        "prepared": instant(message.header.prepared),
        "name": "; ".join(names),
    }
    return pa.schema(fields, metadata=metadata)


def _is_number(component: Component) -> bool:
    return component.role == "measure" and is_numeric(component)


def _table(dataset: DataSet, group: Sequence[Series], schema: pa.Schema) -> pa.Table:
    """Rows of a group of series. A series without observations is a row of its key."""
    rows: list[tuple[int, str, int]] = []
    sizes = []
    for series in group:
        found = list(observations(dataset, series)) or [(-1, "", -1)]
        rows += found
        sizes.append(len(found))
    size = len(rows)
    own = _own_columns(dataset, group, rows, sizes)
    arrays = []
    for field in schema:
        found_column = own.get(field.name)
        arrays.append(pa.nulls(size, field.type) if found_column is None else found_column)
    return pa.Table.from_arrays(arrays, schema=schema)


def _own_columns(
    dataset: DataSet,
    group: Sequence[Series],
    rows: Sequence[tuple[int, str, int]],
    sizes: Sequence[int],
) -> "dict[str, pa.Array[Any]]":
    size = len(rows)
    constants = {
        "DATAFLOW": str(dataset.structure.dataflow.ref),
        **row_cells(dataset),
        **{component.id: value for component, value in constant_attributes(dataset)},
    }
    found = {name: _dictionary([0] * size, [value]) for name, value in constants.items() if value}
    for n, component in enumerate(dataset.key):
        codes: dict[str, int] = {}
        indices: list[int | None] = []
        for series, length in zip(group, sizes, strict=True):
            indices += [codes.setdefault(series.key[n], len(codes))] * length
        found[component.id] = _dictionary(indices, list(codes))
    points: list[int | None] = [p if p >= 0 else None for p, _, _ in rows]
    found[dataset.observation.id] = _dictionary(points, list(dataset.points))
    for measure in dataset.measures:
        values = [value or None for _, value, _ in rows]
        text = pa.array(values, pa.string())
        found[measure.id] = (
            text.cast(pa.float64()) if _is_number(measure) else text.dictionary_encode()
        )
    return found | _attribute_columns(dataset, rows)


def _attribute_columns(
    dataset: DataSet, rows: Sequence[tuple[int, str, int]]
) -> "dict[str, pa.Array[Any]]":
    found = {}
    for n, component in enumerate(dataset.observation_attributes):
        codes: dict[str, int] = {}
        places = [
            None if values[n] is None else codes.setdefault(values[n] or "", len(codes))
            for values in attribute_sets(dataset)
        ]
        indices = [places[a] if a >= 0 else None for _, _, a in rows]
        found[component.id] = _dictionary(indices, list(codes))
    return found


def _dictionary(indices: Sequence[int | None], values: Sequence[str]) -> "pa.Array[Any]":
    return pa.DictionaryArray.from_arrays(
        pa.array(indices, pa.int32()), pa.array(values, pa.string())
    )


FORMAT: Format[DataMessage] = Format(
    media_type="application/vnd.apache.parquet",
    suffix="parquet",
    write=_write,
    family="text",
    names=("parquet",),
    aliases={
        "v1": ("application/parquet", "application/x-parquet"),
        "v2": ("application/parquet", "application/x-parquet"),
    },
)
