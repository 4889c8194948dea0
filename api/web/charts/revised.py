"""Revised figures: what was first published, and what stands now, on one line each."""

from typing import Any

from api.resources.revisions import Revision
from api.resources.totals import FRAME
from api.web.charts.theme import COLOURS, WHOLE, Theme, config, titled
from api.web.forms import date, number, period
from api.web.texts import said

#: Rows of a chart; the page has a table of all.
MOST = 20


def revised(
    found: tuple[Revision, ...], title: str, language: str, theme: Theme, notes: tuple[str, ...]
) -> dict[str, Any]:
    """A Vega-Lite specification of first and last vintages."""
    colours = COLOURS[theme]
    vintages = [said("revisions.first", language), said("revisions.now", language)]
    shown = found[:MOST]
    rows = [_row(one, language) for one in shown]
    y = {"field": "row", "type": "nominal", "sort": rows, "title": None}
    ends = {"y": y, "x": {**_VALUE, "field": "from"}, "x2": {"field": "to"}}
    text = {"y": y, "x": {**_VALUE, "field": "end"}, "text": {"field": "label"}}
    spans = {"values": [_span(one, language) for one in shown]}
    point = {"y": y, "x": {**_VALUE, "field": "value"}, "tooltip": _tip(language)}
    point |= {"color": _by(vintages, [colours.men, colours.women])}
    point |= {"shape": _by(vintages, ["circle", "diamond"])}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": titled(title, notes),
        "width": 480,
        "height": {"step": 40},
        "layer": [
            {"data": spans, "mark": {**_RULE, "color": colours.rest}, "encoding": ends},
            {
                "data": {"values": _points(shown, vintages, language)},
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                "encoding": point,
            },
            {
                "data": spans,
                "mark": {"type": "text", "align": "left", "dx": 12, "fontSize": 12},
                "encoding": {**text, "color": {"value": colours.ink}},
            },
        ],
        "config": config(language, theme),
    }


_RULE = {"type": "rule", "strokeWidth": 2}

_VALUE = {
    "type": "quantitative",
    "title": None,
    "axis": {"format": WHOLE},
    "scale": {"zero": False, "padding": 16},
}


def _points(
    shown: tuple[Revision, ...], vintages: list[str], language: str
) -> list[dict[str, Any]]:
    return [
        {
            "row": _row(one, language),
            "vintage": name,
            "value": _value(one, place),
            "since": date(one.vintages[place].valid_from, language),
        }
        for one in shown
        for name, place in zip(vintages, (0, -1), strict=True)
    ]


def _span(one: Revision, language: str) -> dict[str, Any]:
    first, last = _value(one, 0), _value(one, -1)
    return {
        "row": _row(one, language),
        "from": first,
        "to": last,
        "end": max(first or 0, last or 0),
        "label": f"{number(first, language)} \N{RIGHTWARDS ARROW} {number(last, language)}",
    }


def _tip(language: str) -> list[dict[str, Any]]:
    value = {"field": "value", "type": "quantitative", "format": WHOLE}
    return [
        {"field": "row", "title": " "},
        {"field": "vintage", "title": "  "},
        {"field": "since", "title": said("revisions.since", language)},
        {**value, "title": said("table.persons", language)},
    ]


def _by(names: list[str], found: list[str]) -> dict[str, Any]:
    scale = {"domain": names, "range": found}
    return {"field": "vintage", "type": "nominal", "scale": scale}


def _value(one: Revision, place: int) -> float | int | None:
    vintage = one.vintages[place]
    return vintage.persons if vintage.persons is not None else vintage.value


def _row(one: Revision, language: str) -> str:
    labels = [label.label for id, label in one.dimensions.items() if id not in FRAME]
    return f"{period(one.period, language)}: {', '.join(dict.fromkeys(labels))}"
