"""Releases that are not visible yet: kept as changes, made into rows ahead of their instant.

A row that is valid from an instant to come is seen by nobody before it, and by every reader from
that microsecond on, on standbys too. What is published or withdrawn before it makes such rows
wrong; so what lies ahead is taken back and made anew from the kept changes (docs/adr/0010).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection

from api.model.instant import FOREVER
from api.model.ref import Ref
from api.model.release import Observation
from api.store.current import Current, CurrentRow
from api.store.engine import insert, run
from api.store.incoming import Incoming
from api.store.interning import Interned, write_attributes
from api.store.series import table_name

#: Series compared and kept at once.
_BATCH = 1000

#: Period -> value, figure of the source, attributes: what an observation says.
_Said = dict[str, tuple[str, str, str]]


def take_back(connection: Connection, flow: Ref, instant: int) -> None:
    """Remove all that a dataflow's releases do from an instant on; what they end goes on."""
    table = table_name(flow)
    run(connection, f'DELETE FROM "{table}" WHERE valid_from >= ?', (instant,))  # noqa: S608
    run(
        connection,
        f'UPDATE "{table}" SET valid_to = ? WHERE valid_to >= ? AND valid_to < ?',  # noqa: S608
        (FOREVER, instant, FOREVER),
    )
    for name in ("point", "attribute_set"):
        sql = f'DELETE FROM "{name}" WHERE flow = ? AND since >= ?'  # noqa: S608
        run(connection, sql, (str(flow), instant))


def keep(connection: Connection, release: int, series: Iterable[Incoming]) -> None:
    """Keep what a release changes until its instant."""
    rows = ((release, number, _written(one)) for number, one in enumerate(series))
    # Read a page, then write it: the series may come from the same connection.
    while page := list(islice(rows, _BATCH)):
        insert(connection, "change", ("release", "id", "content"), page)


def kept(connection: Connection, release: int) -> Iterator[Incoming]:
    """What a release changes, series by series; a page is read at once."""
    sql = 'SELECT content FROM "change" WHERE release = ? AND id >= ? AND id < ? ORDER BY id'
    start = 0
    while page := run(connection, sql, (release, start, start + _BATCH)).scalars().all():
        yield from map(_read, page)
        start += _BATCH


def forget(connection: Connection, release: int) -> None:
    """Drop what was kept of a release."""
    run(connection, 'DELETE FROM "change" WHERE release = ?', (release,))


def _written(one: Incoming) -> str:
    gone = None if one.gone is None else sorted(one.gone)
    observations = [observation[1:] for observation in one.observations]
    return json.dumps([one.key, observations, gone], ensure_ascii=False, separators=(",", ":"))


def _read(content: str) -> Incoming:
    codes, observations, gone = json.loads(content)
    key = tuple(codes)
    return Incoming(
        key,
        [
            Observation(key, period, value, source, tuple(attributes), row, column)
            for period, value, source, attributes, row, column in observations
        ],
        None if gone is None else frozenset(gone),
    )


class Differences:
    """What a release changes: all it says but what merely repeats the figures that are there.

    A figure is repeated if it is the published one and the one at the release's instant. Only then
    may a correction that comes before the instant stand against it.
    """

    def __init__(self, states: Sequence[Current], interned: Interned) -> None:
        self._states = states
        self._periods = list(interned.points)
        self._attributes = interned.attribute_texts()

    def of(self, series: Iterator[Incoming]) -> Iterator[Incoming]:
        """The series with what they change, those that change nothing left out."""
        while batch := list(islice(series, _BATCH)):
            keys = [one.key for one in batch]
            found = [state.of(keys) for state in self._states]
            for one in batch:
                changed = self._changed(one, [rows.get(one.key) for rows in found])
                if changed.observations or changed.gone is None or changed.gone:
                    yield changed

    def _changed(self, one: Incoming, rows: Sequence[CurrentRow | None]) -> Incoming:
        if one.gone is None:
            return one
        said = [self._said(row) for row in rows] or [{}]
        observations = [
            observation
            for observation in one.observations
            if any(state.get(observation.period) != _content(observation) for state in said)
        ]
        stated = {observation.period for observation in one.observations}
        return Incoming(one.key, observations, one.gone - stated)

    def _said(self, row: CurrentRow | None) -> _Said:
        if row is None:
            return {}
        packed = row.packed()
        return {
            self._periods[point]: (value, source, self._attributes[attributes])
            for point, value, attributes, source in zip(*packed[:4], strict=True)
        }


def _content(one: Observation) -> tuple[str, str, str]:
    source = "" if one.source_value == one.value else one.source_value
    return one.value, source, write_attributes(one.attributes)
