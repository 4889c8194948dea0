"""Which charts suit a view, and how each is drawn."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from api.errors import InvalidSemantics, NoResults
from api.model.structure import Structure
from api.resources.destinations import place_dimension, top_destinations
from api.resources.plain_query import plain_query
from api.resources.published import Published
from api.resources.revisions import revisions
from api.resources.source_pages import sources_of
from api.resources.view import View, view, view_structure
from api.web.charts.bars import bars
from api.web.charts.flows import flows
from api.web.charts.lines import lines
from api.web.charts.revised import revised
from api.web.charts.theme import Theme
from api.web.texts import said

Pairs = list[tuple[str, str]]

#: Places in a bar chart, and ribbons in a flow chart.
_BARS, _RIBBONS = 15, 7


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart of a view: its kind and the path of its pictures, without suffix and language."""

    kind: str
    path: str
    query: str


def drawings(structure: Structure, shown: View, given: Pairs, revised: int) -> list[Drawing]:
    """The charts that suit a view."""
    if not shown.layout.columns:
        return []
    kinds = []
    if len(shown.layout.columns) > 2:
        kinds.append("lines")
    if len([row for row in shown.layout.rows if not row.total]) > 1 and _has_places(structure):
        kinds += ["bars", "flows"]
    if revised:
        kinds.append("revisions")
    pairs = [("dataflow", shown.dataflow), *given]
    return [
        Drawing(kind, f"/charts/{shown.table}/{kind}", urlencode(pairs if kind == "lines" else []))
        for kind in kinds
    ]


def _has_places(structure: Structure) -> bool:
    try:
        place_dimension(structure)
    except InvalidSemantics:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address of a chart asks for."""

    table: int
    dataflow: str
    given: Pairs
    period: str
    theme: Theme


def _lines(asked: Asked, known: Published) -> dict[str, Any]:
    shown = view(asked.table, known, asked.given, asked.dataflow)
    if not shown.layout.columns:
        raise NoResults(f"table {asked.table} has no figures to draw")
    return lines(shown, asked.theme, _notes(asked, known))


def _bars(asked: Asked, known: Published) -> dict[str, Any]:
    top = top_destinations(known, asked.table, asked.period, _BARS)
    return bars(top, known.language, asked.theme, _notes(asked, known))


def _flows(asked: Asked, known: Published) -> dict[str, Any]:
    top = top_destinations(known, asked.table, asked.period, _RIBBONS)
    return flows(top, known.language, asked.theme, _notes(asked, known))


def _revisions(asked: Asked, known: Published) -> dict[str, Any]:
    structure = view_structure(asked.table, known, asked.dataflow)
    found = revisions(plain_query(structure, asked.given), known).items
    if not found:
        raise NoResults(f"no figure of table {asked.table} was revised")
    title = said("revisions.title", known.language)
    return revised(found, title, known.language, asked.theme, _notes(asked, known))


def _notes(asked: Asked, known: Published) -> tuple[str, ...]:
    """Unit and source, so that the picture can stand alone in a report."""
    structure = view_structure(asked.table, known, asked.dataflow)
    line = "; ".join(_providers(structure, known))
    language = known.language
    table_number = said("table.number", language, number=asked.table)
    return (
        f"{said('table.persons', language)}. {table_number}",
        f"{said('table.source', language)}: {line}",
    )


def _providers(structure: Structure, known: Published) -> Iterable[str]:
    return dict.fromkeys(one.provider.label for one in sources_of(structure, known) if one.releases)


#: Kind of chart -> its specification.
KINDS: dict[str, Callable[[Asked, Published], dict[str, Any]]] = {
    "lines": _lines,
    "bars": _bars,
    "flows": _flows,
    "revisions": _revisions,
}
