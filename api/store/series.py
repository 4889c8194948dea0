"""The packed series table of a dataflow: one row per agreement, series key and validity.

A row holds its observations packed: `t` (16-bit indices of periods), `v` (values as the text that
was loaded, one a line), `a` (32-bit indices of attribute sets), `s` (the figures in the unit of
the source, where they differ), `l` (where each came from). A database cursor costs the same
whatever a row holds, so few rows are what makes reading fast; docs/adr/0007 has the figures.
"""

from array import array
from collections.abc import Sequence, Set
from hashlib import sha256
from struct import unpack
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from api.model.ref import Ref
from api.model.structure import Structure

metadata = MetaData()

#: Ordered and compared by code point whatever the database's locale is, as SQLite does.
_CODE = String().with_variant(String(collation="C"), "postgresql")

#: PostgreSQL's names have 63 bytes; a hash and an index number come behind this.
_READABLE = 48
_UNDERSCORES = str.maketrans(".-", "__")

#: Periods and attribute sets by dataflow: append-only, so that a process may keep what it read.
point = Table(
    "point",
    metadata,
    Column("flow", String, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("code", String, nullable=False),
)
attribute_set = Table(
    "attribute_set",
    metadata,
    Column("flow", String, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False),
)
#: Column headings of source files, for lineage.
heading = Table(
    "heading",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False, unique=True),
)


class Packed(NamedTuple):
    """The observations of one series, in time order; the five columns of a row, unpacked."""

    points: Sequence[int]
    values: Sequence[str]
    attributes: Sequence[int]
    source_values: Sequence[str]
    lineage: str

    @classmethod
    def read(cls, t: bytes, v: str, a: bytes, s: str | None, lineage: str) -> "Packed":
        """Unpack what the database holds."""
        points = unpack_points(t)
        sources = s.split("\n") if s is not None else [""] * len(points)
        return cls(points, v.split("\n"), unpack_attributes(a), sources, lineage)

    def columns(self) -> tuple[int, bytes, str, bytes, str | None, str]:
        """What the database holds: n, t, v, a, s, l."""
        sources = "\n".join(self.source_values) if any(self.source_values) else None
        return (
            len(self.points),
            array("H", self.points).tobytes(),
            "\n".join(self.values),
            array("i", self.attributes).tobytes(),
            sources,
            self.lineage,
        )


def unpack_points(packed: bytes) -> tuple[int, ...]:
    """Indices of periods."""
    return unpack(f"{len(packed) // 2}H", packed)


def unpack_attributes(packed: bytes) -> tuple[int, ...]:
    """Indices of attribute sets."""
    return unpack(f"{len(packed) // 4}i", packed)


class _Points(dict[bytes, tuple[int, ...]]):
    """Packed indices of periods -> unpacked. Most series of a cube have one of few patterns."""

    def __missing__(self, packed: bytes) -> tuple[int, ...]:
        if len(self) >= _PATTERNS:
            self.clear()
        found = self[packed] = unpack_points(packed)
        return found


#: Patterns remembered; a pattern is some hundred bytes.
_PATTERNS = 4096

KNOWN_POINTS = _Points()


def table_name(dataflow: Ref) -> str:
    """Name of a dataflow's series table: readable, short enough for PostgreSQL, one a dataflow."""
    readable = f"series_{dataflow.id}_{dataflow.version}"[:_READABLE].lower()
    distinct = sha256(str(dataflow).encode()).hexdigest()[:8]
    return f"{readable.translate(_UNDERSCORES)}_{distinct}"


def series_table(structure: Structure) -> Table:
    """The table of a dataflow: one text column a dimension, one composite index a dimension.

    The index of a dimension starts with it and goes on with all others: SQLite uses one index a
    table access, so each selection finds one that narrows it by its most selective dimension.
    """
    name = table_name(structure.dataflow.ref)
    if (known := metadata.tables.get(name)) is not None:
        return known
    keys = [Column(dimension, _CODE, nullable=False) for dimension in structure.key_ids]
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("agreement", String, nullable=False),
        *keys,
        Column("n", Integer, nullable=False),
        Column("t", LargeBinary, nullable=False),
        Column("v", Text, nullable=False),
        Column("a", LargeBinary, nullable=False),
        Column("s", Text),
        Column("l", Text, nullable=False),
        Column("valid_from", BigInteger, nullable=False),
        Column("valid_to", BigInteger, nullable=False),
    )


def create_indexes(table: Table, dimensions: Sequence[str], varying: Set[str]) -> list[Index]:
    """The indexes to create after a load: one a dimension that has more than one code."""
    return [
        Index(f"{table.name}_{number}", *_columns(table, [first, *_others(dimensions, first)]))
        for number, first in enumerate(dimensions)
        if first in varying
    ]


def _others(dimensions: Sequence[str], first: str) -> list[str]:
    return [dimension for dimension in dimensions if dimension != first]


def _columns(table: Table, names: Sequence[str]) -> list[Column[str]]:
    return [table.c[name] for name in names]
