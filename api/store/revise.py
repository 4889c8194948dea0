"""What the releases of a dataflow changed, one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from api.model.instant import to_micros
from api.model.ref import Ref
from api.model.release import Release
from api.model.revision import Content, Revision
from api.model.selection import Part
from api.model.structure import Structure
from api.store.engine import Reader
from api.store.rows import Row
from api.store.select import PartReader, Tables


class Revisions:
    """Revisions of the default data set of a dataflow, or of an agreement."""

    def __init__(
        self, structure: Structure, agreement: Ref | None, reader: Reader, tables: Tables
    ) -> None:
        self._reader, self._tables = reader, tables
        self._part = Part(
            structure=structure,
            agreements=None if agreement is None else (agreement,),
            observation=structure.time or structure.dimensions[-1],
        )

    def since(self, start: int, releases: Sequence[Release]) -> Iterator[Revision]:
        """What these releases changed, one of them at least, in order, after an instant.

        By instant, then in key order, then in time. Where one changes which agreement's figure is
        taken, the revision is that of the agreement whose figure came or went.
        """
        by_instant = {
            to_micros(instant): {str(one.agreement): one for one in group}
            for instant, group in groupby(releases, attrgetter("valid_from"))
        }
        reader = PartReader(self._part, self._reader, self._tables, max(by_instant))
        for before, after in pairwise([start, *by_instant]):
            for rows, revised in reader.revised(before, after):
                changed = _changed(rows, after, reader, by_instant[after])
                for point, old, new in revised:
                    yield Revision(
                        release=_release(reader, rows, (point, before, after), changed),
                        key=rows[0].key,
                        period=reader.period(point),
                        before=_content(reader, old),
                        after=_content(reader, new),
                    )


def _changed(
    rows: Sequence[Row], instant: int, reader: PartReader, releases: Mapping[str, Release]
) -> dict[int, Release]:
    """Releases of an instant by the number of their agreement, those that touched these rows."""
    return {
        row.agreement: releases[reader.agreement(row.agreement)]
        for row in rows
        if instant in (row.valid_from, row.valid_to)
    }


def _release(
    reader: PartReader,
    rows: Sequence[Row],
    place: tuple[int, int, int],
    changed: Mapping[int, Release],
) -> Release:
    point, before, after = place
    if len(changed) > 1:
        for instant in (after, before):
            taken = reader.taken(rows, point, instant)
            if taken is not None and taken in changed:
                return changed[taken]
    return next(iter(changed.values()))


def _content(reader: PartReader, said: tuple[str, int] | None) -> Content | None:
    return None if said is None else Content(said[0], reader.attributes(said[1]))
