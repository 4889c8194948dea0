"""One key over time: the portal's answer behind a line chart."""

from api.errors import InvalidSyntax
from api.model.query import ArtefactQuery, DataQuery, Key
from api.model.structure import Structure
from api.resources.figures import found_figures, label, notes, source, status
from api.resources.published import Published
from api.resources.shape import Label, Note, Shape
from api.resources.tables import Unit, unit


class Point(Shape):
    """One figure of a series."""

    period: str
    value: float | None
    persons: int | None
    status: Label | None
    source: str | None
    notes: tuple[Note, ...]


class TimeSeries(Shape):
    """A series: its key in words, and its figures in order of time."""

    dataflow: str
    name: str
    key: str
    dimensions: dict[str, Label]
    unit: Unit
    observations: tuple[Point, ...]


def time_series(dataflow: str, key: str, published: Published) -> TimeSeries:
    """The series of a key, every position of which is filled (`VNM.A.EMP_MNAO_NB.SEX_F.…`).

    InvalidSyntax for a key of another length or with an empty position; NoResults if there is no
    such series.
    """
    structure = published.structure(dataflow)
    codes = key_codes(structure, key)
    found = found_figures(key_query(structure, codes), published)
    pairs = zip(structure.dimensions, codes, strict=True)
    return TimeSeries(
        dataflow=structure.dataflow.ref.id,
        name=published.say(structure.dataflow.name),
        key=key,
        dimensions={one.id: label(one, code, structure, published) for one, code in pairs},
        unit=unit(structure, published),
        observations=tuple(
            Point(
                period=one.period,
                value=one.number,
                persons=one.persons,
                status=status(one, published),
                source=source(one, published),
                notes=notes(one, published),
            )
            for one in found
        ),
    )


def key_codes(structure: Structure, key: str) -> tuple[str, ...]:
    """The codes of a full key; InvalidSyntax says what it should look like."""
    codes = tuple(key.split("."))
    ids = structure.key_ids
    if len(codes) != len(ids) or not all(codes):
        raise InvalidSyntax(
            f"key {key[:200]!r} has {len(codes)} positions; {structure.dataflow.ref} has "
            f"{len(ids)}, all to be filled: {'.'.join(ids)}"
        )
    return codes


def key_query(structure: Structure, codes: tuple[str, ...]) -> DataQuery:
    """The query for one series."""
    ref = structure.dataflow.ref
    return DataQuery(
        dialect="v2",
        artefacts=ArtefactQuery(agencies=(ref.agency,), ids=(ref.id,), versions=(ref.version,)),
        keys=(Key(tuple((code,) for code in codes), open_ended=False),),
    )
