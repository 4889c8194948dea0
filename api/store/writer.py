"""Writing releases inside one transaction: what a publish does to the store."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select, text
from sqlmodel import Session, col

from api.model.instant import FOREVER, from_micros, to_micros
from api.model.period import Period
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.release import Changes, Draft, Figure, Release
from api.model.structure import Structure
from api.store.catalogue import ReleaseRow
from api.store.interning import read_attributes
from api.store.load import Load, create_missing_indexes, release_row
from api.store.series import (
    attribute_set,
    point,
    series_table,
    unpack_attributes,
    unpack_points,
)

#: Key of the lock that lets one publish at a time through (PostgreSQL; SQLite has one writer).
_PUBLISH_LOCK = 0x494C4D53

#: Series asked for by key in one statement.
_KEYS = 200


class PastInstant(Exception):
    """A release was to be valid from an instant that readers have already been told about."""


class Writer:
    """Releases drafts, sees what is current; all of it in the transaction it was given.

    With `first_load` releases may be valid from past instants: no reader can have asked before
    what changed since.
    """

    def __init__(
        self,
        connection: Connection,
        registry: Registry,
        recorded: datetime,
        *,
        first_load: bool = False,
    ) -> None:
        self._connection, self._registry = connection, registry
        self._recorded, self._first_load = recorded, first_load
        self._touched: dict[Ref, None] = {}
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PUBLISH_LOCK})

    def release(self, draft: Draft, valid_from: datetime | None) -> Release:
        """Write a draft, valid from an instant after all releases of its dataflow.

        None: from the instant it is written, which is the only way to say "now" that is not past
        by the time the store has its turn.
        """
        valid_from = valid_from or self._recorded
        if not self._first_load:
            self._refuse_past(draft.dataflow, valid_from)
        row = release_row(draft, to_micros(valid_from), to_micros(self._recorded))
        with Session(self._connection, join_transaction_mode="create_savepoint") as session:
            session.add(row)
            session.flush()
            structure = self._registry.structure(draft.dataflow)
            load = Load(self._connection, structure, draft, row.valid_from, Period.parse)
            row.inserted, row.changed, row.deleted, row.unchanged = load.write(row.id or 0)
            session.add(row)
            session.commit()
            session.refresh(row)
            self._touched[draft.dataflow] = None
            return row.value()

    def preview(self, draft: Draft) -> Changes:
        """What a draft would change; nothing is kept."""
        savepoint = self._connection.begin_nested()
        try:
            structure = self._registry.structure(draft.dataflow)
            instant = to_micros(self._recorded)
            return Load(self._connection, structure, draft, instant, Period.parse).write(0)
        finally:
            savepoint.rollback()

    def current(self, dataflow: Ref, keys: Collection[tuple[str, ...]]) -> Iterator[Figure]:
        """The newest released figures of these series, of every agreement."""
        structure = self._registry.structure(dataflow)
        table, ids = series_table(structure), structure.key_ids
        wanted = set(keys)
        statement = select(table).where(table.c.valid_to == FOREVER)
        if len(wanted) <= _KEYS:
            each = (and_(*(table.c[i] == c for i, c in zip(ids, k, strict=True))) for k in wanted)
            statement = statement.where(or_(*each))
        for figure in self._figures(structure, statement):
            if figure.key in wanted:
                yield figure

    def public(self, dataflow: Ref) -> Iterator[Figure]:
        """Every figure ever released in a dataflow, with its status; old before new."""
        structure = self._registry.structure(dataflow)
        table = series_table(structure)
        yield from self._figures(structure, select(table).order_by(table.c.valid_from, table.c.id))

    def _figures(self, structure: Structure, statement: Select[Any]) -> Iterator[Figure]:
        """The observations of series rows, one by one."""
        flow = str(structure.dataflow.ref)
        codes, sets = (
            list(self._connection.execute(select(column).where(of == flow).order_by(id)).scalars())
            for column, of, id in (
                (point.c.code, point.c.flow, point.c.id),
                (attribute_set.c.content, attribute_set.c.flow, attribute_set.c.id),
            )
        )
        at = [each.id for each in structure.attributes if each.attachment == "observation"]
        place = at.index("OBS_STATUS") if "OBS_STATUS" in at else None
        statuses = ["" if place is None else read_attributes(one)[place] or "" for one in sets]
        for row in self._connection.execute(statement).mappings():
            key, agreement = tuple(row[name] for name in structure.key_ids), row["agreement"]
            points = (codes[number] for number in unpack_points(row["t"]))
            status = (statuses[number] for number in unpack_attributes(row["a"]))
            for one in zip(points, row["v"].split("\n"), status, strict=True):
                yield Figure(Ref.parse(agreement), key, *one)

    def is_empty(self) -> bool:
        """Whether nothing was ever released."""
        return self._connection.execute(select(func.count(col(ReleaseRow.id)))).scalar() == 0

    def finish(self) -> None:
        """Create the indexes that what was written calls for."""
        for flow in self._touched:
            create_missing_indexes(self._connection, self._registry.structure(flow))

    def _refuse_past(self, flow: Ref, instant: datetime) -> None:
        last = self._connection.execute(
            select(func.max(ReleaseRow.valid_from)).where(col(ReleaseRow.dataflow) == str(flow))
        ).scalar()
        if instant < self._recorded:
            raise PastInstant(
                f"{instant.isoformat()} is past; a release is valid from now or later"
            )
        if last is not None and to_micros(instant) <= last:
            raise PastInstant(
                f"{flow} has a release valid from {from_micros(last).isoformat()}; "
                "the next one must be later, or a harvester would miss it"
            )
