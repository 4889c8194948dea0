"""A store as plain files and back: each table as Parquet, for backups that keep everything.

What is in the tables goes out as it is: history, lineage, releases that are not visible yet. So
what comes back is equal, whichever of the two databases it comes back to. Nothing here knows what
a table means, but for the columns that say to which dataflow and instant a row belongs.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Index,
    MetaData,
    Select,
    Table,
    case,
    collate,
    false,
    func,
    inspect,
    select,
)
from sqlalchemy import text as sql_text

from api.model.instant import FOREVER
from api.model.ref import Ref
from api.store.engine import connect
from api.store.faults import faults
from api.store.series import table_name

#: Where the migrations note how far they are; compared, never copied.
_VERSION_TABLE = "alembic_version"

#: Rows read, written and inserted at once.
_PAGE = 5000

_TYPES: Mapping[type, pa.DataType] = {
    int: pa.int64(),
    bool: pa.bool_(),
    float: pa.float64(),
    str: pa.string(),
    bytes: pa.binary(),
}


class NotRestorable(Exception):
    """A backup that this store, or this version of the product, cannot take."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A part of a store: one dataflow as it was at an instant, in microseconds."""

    dataflow: Ref
    until: int
    #: The releases it is made of.
    releases: tuple[int, ...]


def dump(url: str, folder: Path, extent: Extent | None = None) -> None:
    """Write every table that holds a row, and `tables.json`, which describes them.

    All of it is one state of the store. Equal stores give equal bytes.
    """
    database = connect(url)
    try:
        with faults(), database.primary.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            described = {
                name: _write(connection, table, folder, extent)
                for name, table in sorted(_tables(connection).items())
            }
            said = {
                "byte_order": sys.byteorder,
                "schema": _schema(connection),
                "tables": {name: one for name, one in described.items() if one["rows"]},
            }
    finally:
        database.close()
    (folder / "tables.json").write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", "utf-8")


def restore(url: str, folder: Path) -> None:
    """Fill the tables of a store that was made but holds no release; all of them or none.

    Raises NotRestorable for a store that holds something, and for files of another schema.
    """
    said = json.loads((folder / "tables.json").read_text("utf-8"))
    database = connect(url)
    try:
        with faults(), database.primary.connect() as connection:
            connection = connection.execution_options(writing=True)
            with connection.begin():
                tables = _tables(connection)
                _refuse(connection, tables, said)
                for name, described in said["tables"].items():
                    _read(connection, tables[name], folder / f"{name}.parquet")
                    _index(connection, tables[name], described["indexes"])
    finally:
        database.close()


def _tables(connection: Connection) -> dict[str, Table]:
    """Tables as they are in the database, by name, without the migrations' own."""
    found = MetaData()
    found.reflect(connection)
    return {one.name: one for one in found.sorted_tables if one.name != _VERSION_TABLE}


def _schema(connection: Connection) -> str:
    """How far the migrations are; empty for a store without any."""
    if _VERSION_TABLE not in inspect(connection).get_table_names():
        return ""
    statement = sql_text(f"SELECT version_num FROM {_VERSION_TABLE}")  # noqa: S608 - a constant
    return str(connection.execute(statement).scalar() or "")


def _write(
    connection: Connection, table: Table, folder: Path, extent: Extent | None
) -> dict[str, Any]:
    """Write one table; say how many rows it has, and its indexes."""
    schema = pa.schema([(one.name, _TYPES[one.type.python_type]) for one in table.columns])
    statement = _select(table, connection.dialect.name, extent)
    result = connection.execution_options(stream_results=True).execute(statement)
    writer, rows = None, 0
    for page in result.partitions(_PAGE):
        writer = writer or pq.ParquetWriter(
            folder / f"{table.name}.parquet", schema, compression="zstd"
        )
        columns = zip(*page, strict=True)
        arrays = [pa.array(c, kind) for c, kind in zip(columns, schema.types, strict=True)]
        writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
        rows += len(page)
    if writer is not None:
        writer.close()
    indexes = {str(one.name): [column.name for column in one.columns] for one in table.indexes}
    return {"rows": rows, "indexes": indexes}


def _select(table: Table, dialect: str, extent: Extent | None) -> "Select[Any]":
    """Rows of a table that belong to the extent, in order of the primary key by code point."""
    order = [
        collate(one, "C") if one.type.python_type is str and dialect == "postgresql" else one
        for one in table.primary_key.columns
    ]
    if extent is None:
        return select(*table.columns).order_by(*order)
    return _within(table, extent).order_by(*order)


def _within(table: Table, extent: Extent) -> "Select[Any]":
    columns: list[Any] = list(table.columns)
    names = table.columns
    flow = str(extent.dataflow)
    conditions: list[ColumnElement[bool]] = [
        *(names[name] == flow for name in ("dataflow", "flow") if name in names),
        *(names[name] <= extent.until for name in ("valid_from", "since") if name in names),
    ]
    if table.name == "announcement":
        conditions.append(false())  # what is to come is no part of what was
    if table.name == "change":
        conditions.append(names["release"].in_(extent.releases))
    if "valid_to" in names:
        # A table of series, of this dataflow or another; what ended later had not ended.
        if table.name != table_name(extent.dataflow):
            conditions.append(false())
        place = columns.index(names["valid_to"])
        end = case((names["valid_to"] > extent.until, FOREVER), else_=names["valid_to"])
        columns[place] = end.label("valid_to")
    return select(*columns).where(*conditions)


def _refuse(connection: Connection, tables: Mapping[str, Table], said: Mapping[str, Any]) -> None:
    if said["byte_order"] != sys.byteorder:
        raise NotRestorable(
            f"the backup was written by a {said['byte_order']}-endian machine, this one is not"
        )
    if said["schema"] != (here := _schema(connection)):
        raise NotRestorable(
            f"the backup has schema {said['schema'] or 'none'}, this store {here or 'none'}: "
            "restore with the version that wrote it, then start this one, which migrates"
        )
    missing = sorted(set(said["tables"]) - set(tables))
    if missing:
        raise NotRestorable(f"this store has no table {', '.join(missing)}")
    if connection.execute(select(func.count()).select_from(tables["release"])).scalar():
        raise NotRestorable("the store is not empty: a backup is restored into an empty one")


def _read(connection: Connection, table: Table, file: Path) -> None:
    # What a store has of itself when it is made (its own definitions, say) gives way.
    connection.execute(table.delete())
    for batch in pq.ParquetFile(file).iter_batches(batch_size=_PAGE):
        connection.execute(table.insert(), batch.to_pylist())
    for column in table.primary_key.columns:
        _continue_numbers(connection, column)


def _continue_numbers(connection: Connection, column: "Column[Any]") -> None:
    """PostgreSQL counts rows apart from them: it goes on after the last one."""
    if connection.dialect.name != "postgresql":
        return
    name = f'"{column.table.name}"'
    sequence = connection.execute(select(func.pg_get_serial_sequence(name, column.name))).scalar()
    if sequence:
        last = select(func.max(column)).scalar_subquery()
        connection.execute(select(func.setval(sequence, last)))


def _index(connection: Connection, table: Table, indexes: Mapping[str, list[str]]) -> None:
    there = {one.name for one in table.indexes}
    for name, columns in indexes.items():
        if name not in there:
            Index(name, *(table.columns[column] for column in columns)).create(connection)
    connection.exec_driver_sql(f'ANALYZE "{table.name}"')


def definitions_in(folder: Path) -> list[bytes]:
    """The resolved definitions that a dump holds, newest first."""
    table = pq.read_table(folder / "definitions.parquet", columns=["recorded", "content"])
    rows = sorted(table.to_pylist(), key=lambda row: row["recorded"], reverse=True)
    return [row["content"] for row in rows]
