"""What the releases of a dataflow changed, one after the other."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from api.model.release import Release
from api.model.revision import Content, Revision
from api.store.rows import Row
from api.store.select import PartReader


def revisions(
    reader: PartReader, instants: Sequence[int], releases: Mapping[int, Sequence[Release]]
) -> Iterator[Revision]:
    """Revisions from each instant to the next: by instant, then in key order, then in time.

    `releases` lists those of each instant. Where one changes which agreement's figure is taken, the
    revision is that of the agreement whose figure came or went.
    """
    for before, after in pairwise(instants):
        of_agreement = {str(one.agreement): one for one in releases[after]}
        for rows, revised in reader.revised(before, after):
            changed = _changed(rows, after, reader, of_agreement)
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
