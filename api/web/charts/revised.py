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
    rows = [_row(one, language) for one in found[:MOST]]
    values = [
        {
            "row": _row(one, language),
            "vintage": name,
            "value": _value(one, place),
            "since": date(one.vintages[place].valid_from, language),
        }
        for one in found[:MOST]
        for name, place in zip(vintages, (0, -1), strict=True)
    ]
    spans = [
        {
            "row": _row(one, language),
            "from": _value(one, 0),
            "to": _value(one, -1),
            "end": max(_value(one, 0) or 0, _value(one, -1) or 0),
            "label": " \N{RIGHTWARDS ARROW} ".join(
                number(_value(one, place), language) for place in (0, -1)
            ),
        }
        for one in found[:MOST]
    ]
    y = {"field": "row", "type": "nominal", "sort": rows, "title": None}
    x = {
        "type": "quantitative",
        "title": None,
        "axis": {"format": WHOLE},
        "scale": {"zero": False, "padding": 16},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": titled(title, notes),
        "width": 480,
        "height": {"step": 40},
        "layer": [
            {
                "data": {"values": spans},
                "mark": {"type": "rule", "strokeWidth": 2, "color": colours.rest},
                "encoding": {"y": y, "x": {**x, "field": "from"}, "x2": {"field": "to"}},
            },
            {
                "data": {"values": values},
                "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "value"},
                    "color": _by(vintages, [colours.men, colours.women]),
                    "shape": _by(vintages, ["circle", "diamond"]),
                    "tooltip": [
                        {"field": "row", "title": " "},
                        {"field": "vintage", "title": "  "},
                        {"field": "since", "title": said("revisions.since", language)},
                        {
                            "field": "value",
                            "type": "quantitative",
                            "format": WHOLE,
                            "title": said("table.persons", language),
                        },
                    ],
                },
            },
            {
                "data": {"values": spans},
                "mark": {"type": "text", "align": "left", "dx": 12, "fontSize": 12},
                "encoding": {
                    "y": y,
                    "x": {**x, "field": "end"},
                    "text": {"field": "label"},
                    "color": {"value": colours.ink},
                },
            },
        ],
        "config": config(language, theme),
    }


def _by(names: list[str], found: list[str]) -> dict[str, Any]:
    scale = {"domain": names, "range": found}
    return {"field": "vintage", "type": "nominal", "scale": scale}


def _value(one: Revision, place: int) -> float | int | None:
    vintage = one.vintages[place]
    return vintage.persons if vintage.persons is not None else vintage.value


def _row(one: Revision, language: str) -> str:
    labels = [label.label for id, label in one.dimensions.items() if id not in FRAME]
    return f"{period(one.period, language)}: {', '.join(dict.fromkeys(labels))}"
