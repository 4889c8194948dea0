"""What became of published figures: every observation that was ever changed, with its vintages."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from api.model.query import DataQuery
from api.model.release import Release
from api.model.selection import resolve
from api.resources.figures import Figure, label, of_dataset
from api.resources.published import Published
from api.resources.shape import Label, Page, Shape


class Vintage(Shape):
    """What was published of an observation from an instant on."""

    valid_from: datetime
    value: float | None
    """Null where the figure was withdrawn."""
    persons: int | None
    releases: tuple[int, ...]
    """Numbers of the releases of that instant."""
    reason: str
    """Why, where a release states it."""


class Revision(Shape):
    """An observation with more than one vintage, oldest first."""

    dataflow: str
    key: str
    dimensions: dict[str, Label]
    period: str
    vintages: tuple[Vintage, ...]
    difference: float | None
    """Last less first, in the published unit; null where the figure was withdrawn."""
    percent: float | None
    """The difference in percent of the first vintage, two decimals."""


#: (instant, the figure; None for a withdrawal).
_History = list[tuple[datetime, Figure | None]]


def revisions(
    query: DataQuery, published: Published, offset: int = 0, limit: int = 100
) -> Page[Revision]:
    """The revised observations of a query in key order; none is an empty page."""
    history = _histories(replace(query, include_history=True), published)
    revised = [(mark, past) for mark, past in sorted(history.items()) if len(past) > 1]
    releases = published.store.visible()
    page = revised[offset : offset + limit]
    return Page[Revision](
        items=tuple(_revision(past, releases, published) for _, past in page),
        total=len(revised),
    )


def _histories(
    query: DataQuery, published: Published
) -> dict[tuple[str, tuple[str, ...], str], _History]:
    selected = published.store.select(resolve(query, published.registry))
    found: dict[tuple[str, tuple[str, ...], str], _History] = {}
    if selected is None:
        return found
    try:
        for dataset in selected.data_sets:
            instant = dataset.valid_from or dataset.valid_to
            for one in of_dataset(dataset):
                mark = (one.structure.dataflow.ref.id, one.key, one.period)
                past = found.setdefault(mark, [])
                figure = None if dataset.action == "Delete" else one
                if instant and _differs(past, figure):
                    past.append((instant, figure))
    finally:
        selected.close()
    return found


def _differs(past: _History, figure: Figure | None) -> bool:
    """Whether the number became another; a new remark on the same number is no revision."""
    if not past:
        return figure is not None
    last = past[-1][1]
    return (last.value if last else None) != (figure.value if figure else None)


def _revision(past: _History, releases: Iterable[Release], published: Published) -> Revision:
    first = next(figure for _, figure in past if figure)
    last = past[-1][1]
    structure = first.structure
    known = list(releases)
    codes = zip(structure.dimensions, first.key, strict=True)
    return Revision(
        dataflow=structure.dataflow.ref.id,
        key=first.series_key,
        dimensions={one.id: label(one, code, structure, published) for one, code in codes},
        period=first.period,
        vintages=tuple(_vintage(instant, figure, first, known) for instant, figure in past),
        **_difference(first, last),
    )


def _vintage(
    instant: datetime, figure: Figure | None, first: Figure, releases: Sequence[Release]
) -> Vintage:
    flow = first.structure.dataflow.ref
    own = [one for one in releases if one.dataflow == flow and one.valid_from == instant]
    return Vintage(
        valid_from=instant,
        value=figure.number if figure else None,
        persons=figure.persons if figure else None,
        releases=tuple(one.id for one in own),
        reason="; ".join(dict.fromkeys(one.reason for one in own if one.reason)),
    )


def _difference(first: Figure, last: Figure | None) -> dict[str, float | None]:
    if last is None or not first.value or not last.value:
        return {"difference": None, "percent": None}
    by = Decimal(last.value) - Decimal(first.value)
    base = Decimal(first.value)
    return {
        "difference": float(by),
        "percent": round(float(by / base * 100), 2) if base else None,
    }
