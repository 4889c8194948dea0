"""Lines over time: one a sex, or one a category where few are chosen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from api.model.period import Period
from api.resources.totals import is_rest
from api.resources.view import View
from api.web.charts.theme import COLOURS, DECIMAL, WHOLE, Theme, config, titled
from api.web.forms import period

#: More lines than this cannot be told apart.
MOST = 6

_WIDTH, _HEIGHT = 660, 300


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    code: str
    values: Sequence[float | int | None]


def lines(view: View, theme: Theme, notes: tuple[str, ...]) -> dict[str, Any]:
    """A Vega-Lite specification; a line breaks where a period has no figure."""
    drawn = [one for one in _lines(view) if any(value is not None for value in one.values)]
    values = [point for one in drawn for point in _points(view, one)]
    names = [one.name for one in drawn]
    colour = {"field": "line", "type": "nominal", "sort": names, "scale": _scale(drawn, theme)}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": titled(_title(view), notes),
        "width": _WIDTH,
        "height": _HEIGHT,
        "data": {"values": values},
        "encoding": {"x": _axis(view), "y": _values(view), "color": colour},
        "layer": [
            {
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {"detail": {"field": "run", "type": "nominal"}},
            },
            _marks(view, names),
            _last(_form(view)),
        ],
        "config": config(view.language, theme),
    }


def _marks(view: View, names: list[str]) -> dict[str, Any]:
    """A point a figure; the shape tells the lines apart besides the colour."""
    return {
        "mark": {"type": "point", "filled": True, "size": 46, "opacity": 1},
        "encoding": {
            "shape": {"field": "line", "type": "nominal", "sort": names, "legend": None},
            "tooltip": [
                {"field": "line", "title": view.layout.row_label},
                {"field": "period", "title": " "},
                {"field": "value", "type": "quantitative", "format": _form(view), "title": "  "},
            ],
        },
    }


def _last(form: str) -> dict[str, Any]:
    """The newest figure of each line, written beside it."""
    return {
        "transform": [{"filter": "datum.last"}],
        "mark": {
            "type": "text",
            "align": "left",
            "dx": 8,
            "fontSize": 12.5,
            "fontWeight": "bold",
        },
        "encoding": {"text": {"field": "value", "type": "quantitative", "format": form}},
    }


def _lines(view: View) -> list[_Line]:
    """By category where a few are chosen; else by sex, for the first category."""
    rows = [n for n, row in enumerate(view.layout.rows) if not row.total]
    if 1 < len(rows) <= MOST and len(rows) == len(view.layout.rows):
        return [_Line(view.layout.rows[n].label, "", view.cells[0][n]) for n in rows]
    return [
        _Line(sheet.label, sheet.code, view.cells[number][0])
        for number, sheet in enumerate(view.layout.sheets)
        if view.cells[number]
    ]


def _title(view: View) -> str:
    rows = view.layout.rows
    alone = len(rows) == 1 and not rows[0].total and not is_rest(next(iter(rows[0].codes.values())))
    return f"{view.title}: {rows[0].label}" if alone else view.title


def _scale(drawn: Sequence[_Line], theme: Theme) -> dict[str, Any]:
    colours = COLOURS[theme]
    of_sex = {"SEX_T": colours.total, "SEX_F": colours.women, "SEX_M": colours.men}
    spare = iter(colours.series)
    return {
        "domain": [one.name for one in drawn],
        "range": [of_sex.get(one.code) or next(spare) for one in drawn],
    }


def _points(view: View, line: _Line) -> Iterator[dict[str, Any]]:
    """The figures of a line, with the number of the unbroken run each belongs to."""
    columns = view.layout.columns
    present = [n for n, value in enumerate(line.values) if value is not None]
    run, before = 0, None
    for n in present:
        if before is not None and _gap(columns[before], columns[n]):
            run += 1
        before = n
        yield {
            "x": _place(columns[n]),
            "period": period(columns[n], view.language),
            "line": line.name,
            "value": line.values[n],
            "run": run,
            "last": n == present[-1],
        }


def _gap(before: str, after: str) -> bool:
    """Whether a period was left out between two: one ends more than a day before the other."""
    return Period.parse(after).first - Period.parse(before).last > 86_400_000_000


def _place(text: str) -> int | str:
    return int(text) if text.isdecimal() else f"{Period.parse(text).start}Z"


def _axis(view: View) -> dict[str, Any]:
    if all(column.isdecimal() for column in view.layout.columns):
        axis = {"format": "d", "tickMinStep": 1, "grid": False}
        scale = {"zero": False, "nice": False, "padding": 12}
        return {"field": "x", "type": "quantitative", "title": None, "axis": axis, "scale": scale}
    form = "%-m/%Y" if view.language == "vi" else "%b %Y"
    return {
        "field": "x",
        "type": "temporal",
        "title": None,
        "scale": {"type": "utc", "padding": 12},
        "axis": {"format": form, "grid": False},
    }


def _values(view: View) -> dict[str, Any]:
    return {
        "field": "value",
        "type": "quantitative",
        "title": view.unit.unit.label,
        "axis": {"format": _form(view), "tickCount": 6},
        "scale": {"zero": True},
    }


def _form(view: View) -> str:
    return WHOLE if view.values == "persons" else DECIMAL
