"""The instant of a release that is valid from now: set last, when all of it is written.

An instant read from the clock before the writing would lie before the moment readers can see the
release: who asked in between would never hear of it (`updatedAfter`).
"""

from typing import NamedTuple

from sqlalchemy import Connection

from api.model.ref import Ref
from api.store.catalogue import ReleaseRow
from api.store.engine import run
from api.store.series import table_name


class Stamped(NamedTuple):
    """A release just written, and where its rows are."""

    row: ReleaseRow
    #: Id of the last series row before it wrote any.
    before: int
    #: Ids of the rows it ended.
    closed: list[int]


def last_id(connection: Connection, flow: Ref) -> int:
    """Id of the last row of a series table."""
    found = run(connection, f'SELECT MAX(id) FROM "{table_name(flow)}"').scalar()  # noqa: S608
    return found or 0


def stamp(connection: Connection, one: Stamped, instant: int) -> None:
    """Let a release be valid from another instant; none of its dataflow lies in between."""
    row, old = one.row, one.row.valid_from
    table = table_name(Ref.parse(row.dataflow))
    opened = f'UPDATE "{table}" SET valid_from = ? WHERE id > ? AND valid_from = ?'  # noqa: S608
    run(connection, opened, (instant, one.before, old))
    ended = f'UPDATE "{table}" SET valid_to = ? WHERE id = ?'  # noqa: S608
    if one.closed:
        run(connection, ended, [(instant, id) for id in one.closed])
    for name in ("point", "attribute_set"):
        since = f'UPDATE "{name}" SET since = ? WHERE flow = ? AND since = ?'  # noqa: S608
        run(connection, since, (instant, row.dataflow, old))
    run(connection, 'UPDATE "release" SET valid_from = ? WHERE id = ?', (instant, row.id))
    row.valid_from = instant
