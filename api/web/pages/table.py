"""A table's page: the figures, charts that suit them, notes, sources, downloads and code."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response

from api.errors import InvalidSyntax, NoResults
from api.model.artefact import Component
from api.model.query import Key
from api.model.ref import Ref
from api.model.structure import Structure
from api.resources.citation import citation
from api.resources.coverage_shape import table_cells
from api.resources.plain_query import plain_query
from api.resources.published import Published
from api.resources.reconciliation import reconciliation
from api.resources.reconciliation_shape import ReconciledAnswer, reconciled_answer
from api.resources.revisions import revisions
from api.resources.shape import Label
from api.resources.source_pages import sources_of
from api.resources.tables import actual, labelled, table
from api.resources.totals import SEX, classifying
from api.resources.view import View, view, view_structure
from api.web.pages.addresses import downloads, v1_address
from api.web.pages.frame import new_router, page, show
from api.web.pages.kinds import drawings
from api.web.pages.snippets import snippets
from api.web.publication import publication

router = new_router()

#: Keys with several figures that the page lists; `/api/reconciliation` has all.
_SEVERAL = 40

#: The area whose statistics these are.
_AREA = "VNM"

#: Parameters of the page that are no filters.
_DATAFLOW = "dataflow"


@page(router, "/tables/{number}")
async def one_table(request: Request) -> Response:
    """One table, as its filters say."""
    number = _number(request.path_params["number"])
    given = filters(request.query_params.multi_items())
    id = request.query_params.get(_DATAFLOW, "")

    evidence = publication(request).evidence

    def make(known: Published) -> dict[str, Any]:
        structure = view_structure(number, known, id)
        tables = {one.facts.table: one for one in evidence.coverage.report().tables}
        return {
            **_table(known, number, given, id),
            "coverage": table_cells(tables[number], (), 0, known),
            "several": _several(structure, known, evidence.entries),
        }

    return await show(request, "table.html", make, daily=True)


def _several(
    structure: Structure, known: Published, entries: Mapping[Ref, object]
) -> list[ReconciledAnswer]:
    """Keys and periods for which several figures exist that differ, or a question is open."""
    found = reconciliation(structure.dataflow.ref, [Key()], entries, known.registry, known.store)
    differing = [one for one in found if one.differs or one.is_open]
    return [reconciled_answer(one, structure, known) for one in differing[:_SEVERAL]]


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 5:
        return int(text)
    raise NoResults(f"there is no ILMS table {text[:40]!r}; tables are numbers")


def filters(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a form sends, without what was left empty and what is no filter."""
    found = [(name, value) for name, value in pairs if value and name not in (_DATAFLOW, "lang")]
    for name, _ in found:
        if name.casefold() == "time_period":
            raise InvalidSyntax("here periods are chosen with startPeriod and endPeriod")
    return found


def _table(known: Published, number: int, given: list[tuple[str, str]], id: str) -> dict[str, Any]:
    structure = view_structure(number, known, id)
    shown = view(number, known, given, id)
    query = plain_query(structure, _with_frequency(given, shown))
    address = v1_address(structure, query, shown, known.base_url)
    revised = revisions(plain_query(structure, []), known, limit=50)
    here = f"{known.base_url}/{known.language}/tables/{number}"
    kept = urlencode([*((_DATAFLOW, one) for one in (id,) if one), *given])
    return {
        "table": table(number, known),
        "view": shown,
        "groups": _groups(shown),
        "columns": list(reversed(list(enumerate(shown.layout.columns)))),
        "flags": {(one.sheet, one.row, one.column): one.code for one in shown.flags},
        "choices": _choices(structure, known, given),
        "chosen": dict(given),
        "drawings": drawings(structure, shown, given, revised.total),
        "revised": revised.items,
        "downloads": downloads(address) if shown.layout.columns else [],
        "address": address,
        "snippets": snippets(structure, address) if shown.layout.columns else [],
        "citation": citation(structure.dataflow.ref.id, known),
        "sources": sources_of(structure, known),
        "permalink": f"{here}?{kept}" if kept else here,
        "keys": _keys(structure, shown),
    }


def _keys(structure: Structure, shown: View) -> dict[tuple[int, int], str]:
    """Series key of each sheet and row, for the way to where a figure comes from."""
    frame = {**structure.dataflow.constants, "REF_AREA": _AREA}
    if shown.frequency:
        frame["FREQ"] = shown.frequency.code
    return {
        (number, place): ".".join(
            {**frame, **row.codes, SEX: sheet.code}[one.id] for one in structure.dimensions
        )
        for number, sheet in enumerate(shown.layout.sheets)
        for place, row in enumerate(shown.layout.rows)
    }


def _with_frequency(given: list[tuple[str, str]], shown: View) -> list[tuple[str, str]]:
    if shown.frequency is None or any(name.casefold() == "freq" for name, _ in given):
        return given
    return [*given, ("FREQ", shown.frequency.code)]


def _groups(shown: View) -> list[tuple[int, Label, list[int]]]:
    """Each sheet with the rows that have a figure in it."""
    return [
        (
            number,
            sheet,
            [
                row
                for row, values in enumerate(shown.cells[number])
                if any(value is not None for value in values)
            ],
        )
        for number, sheet in enumerate(shown.layout.sheets)
    ]


def _choices(
    structure: Structure, known: Published, given: list[tuple[str, str]]
) -> list[tuple[Label, list[tuple[Label, bool]]]]:
    """Dimensions to choose in, each with its codes that have figures and which are chosen."""
    found = actual(structure, known)
    if found is None or not found.regions:
        return []
    by_id = {one.id: one for one in structure.dimensions}
    offered = [by_id[id] for id in ("FREQ", SEX) if id in by_id] + list(classifying(structure))
    wanted = [(name.casefold(), part) for name, value in given for part in value.split(",")]
    return [
        (
            Label(code=one.id, label=known.say(structure.names.get(one.id, {})) or one.id),
            [
                (label, _is_chosen(one, label.code, wanted))
                for label in labelled(structure, one.id, found.regions[0].values[one.id], known)
            ],
        )
        for one in offered
    ]


def _is_chosen(dimension: Component, code: str, wanted: list[tuple[str, str]]) -> bool:
    return any(
        name == dimension.id.casefold()
        and (part.casefold() == code.casefold() or code.casefold().endswith(f"_{part.casefold()}"))
        for name, part in wanted
    )
