"""The packed series table of a dataflow: one row per agreement, series key and validity.

A row holds its observations packed: `t` (16-bit indices of periods), `v` (values as the text that
was loaded, one a line), `a` (indices of attribute sets, in as few bytes as they fit), `s` (the
figures in the unit of the source, where they differ), `l` (where each came from). A database
cursor costs the same whatever a row holds, so few rows are what makes reading fast; docs/adr/0007
has the figures.
"""

from array import array
from collections.abc import Sequence
from hashlib import sha256
from struct import unpack
from typing import NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)

from api.model.dataset import BY_SIZE
from api.model.ref import Ref
from api.model.structure import Structure
from api.store.engine import run

metadata = MetaData()

#: Ordered and compared by code point whatever the database's locale is, as SQLite does.
_CODE = String().with_variant(String(collation="C"), "postgresql")

#: PostgreSQL's names have 63 bytes; a hash and an index number come behind this.
_READABLE = 48
_UNDERSCORES = str.maketrans(".-", "__")


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
        return cls(points, v.split("\n"), unpack_attributes(a, len(points)), sources, lineage)

    def columns(self) -> tuple[int, bytes, str, bytes, str | None, str]:
        """What the database holds: n, t, v, a, s, l."""
        sources = "\n".join(self.source_values) if any(self.source_values) else None
        return (
            len(self.points),
            array("H", self.points).tobytes(),
            "\n".join(self.values),
            pack_attributes(self.attributes),
            sources,
            self.lineage,
        )


def unpack_points(packed: bytes) -> tuple[int, ...]:
    """Indices of periods."""
    return unpack(f"{len(packed) // 2}H", packed)


def pack_attributes(numbers: Sequence[int]) -> bytes:
    """Indices of attribute sets, at least one, in one, two or four bytes each: what all fit in."""
    largest = max(numbers)
    return array("B" if largest < 1 << 8 else "H" if largest < 1 << 16 else "i", numbers).tobytes()


def unpack_attributes(packed: bytes, count: int) -> tuple[int, ...]:
    """The indices of so many observations."""
    return unpack(f"{count}{BY_SIZE[len(packed) // count]}", packed)


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
    """The table of a dataflow: one text column a dimension, then what a row holds."""
    name = table_name(structure.dataflow.ref)
    if (known := metadata.tables.get(name)) is not None:
        return known
    keys = [Column(dimension, _CODE, nullable=False) for dimension in structure.key_ids]
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("agreement", Integer, nullable=False),
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


def columns(structure: Structure) -> tuple[str, ...]:
    """What is written of a row, in order."""
    return ("agreement", *structure.key_ids, *"ntvasl", "valid_from", "valid_to")


def create_missing_indexes(connection: Connection, structure: Structure) -> None:
    """Create the indexes that the codes now in a table call for, and gather statistics.

    One a dimension that varies: it starts with it, goes on with the others that vary and ends with
    the end of validity. A database uses one index a table access, so each selection finds one that
    narrows it by its most selective dimension, and superseded rows are passed over inside the
    index. The first one is the order of the key: it is there in any case, with all dimensions.
    """
    table, ids = table_name(structure.dataflow.ref), structure.key_ids
    present = _indexes(connection, table)
    varying = [one for one in ids if _varies(connection, table, one)]
    for number, first in enumerate(ids):
        name = f"{table}_{number}"
        if name not in present and (number == 0 or first in varying):
            others = [one for one in (varying if number else ids) if one != first]
            listed = ", ".join(f'"{one}"' for one in (first, *others, "valid_to"))
            run(connection, f'CREATE INDEX "{name}" ON "{table}" ({listed})')
    run(connection, f'ANALYZE "{table}"')


def lacks_indexes(connection: Connection, structure: Structure) -> bool:
    """Whether a table has none yet."""
    return not _indexes(connection, table_name(structure.dataflow.ref))


def _indexes(connection: Connection, table: str) -> set[str | None]:
    return {one["name"] for one in inspect(connection).get_indexes(table)}


def _varies(connection: Connection, table: str, column: str) -> bool:
    one, other = (f'(SELECT {end}("{column}") FROM "{table}")' for end in ("MIN", "MAX"))  # noqa: S608
    return bool(run(connection, f"SELECT {one} <> {other}").scalar())
