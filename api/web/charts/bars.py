"""Bars by destination: women, men, and those whose sex the source does not print."""

from collections.abc import Iterator
from typing import Any

from api.resources.destinations import Destination, TopDestinations
from api.web.charts.theme import COLOURS, WHOLE, Theme, config, titled
from api.web.forms import period
from api.web.texts import said

_WIDTH, _STEP = 560, 26


def bars(
    top: TopDestinations, language: str, theme: Theme, notes: tuple[str, ...]
) -> dict[str, Any]:
    """A Vega-Lite specification. What is neither women nor men is drawn as that, never as men."""
    colours = COLOURS[theme]
    names = [said(f"sex.{part}", language) for part in ("women", "men", "rest")]
    places = [one.place.label for one in top.items]
    values = [row for one in top.items for row in _rows(one, names)]
    totals = [{"place": one.place.label, "total": one.persons.total} for one in top.items]
    y = {
        "field": "place",
        "type": "nominal",
        "sort": places,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelPadding": 6},
    }
    scale = {"domain": names, "range": [colours.women, colours.men, colours.rest]}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": titled(f"{top.name}, {period(top.period, language)}", notes),
        "width": _WIDTH,
        "height": {"step": _STEP},
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "bar", "height": 17},
                "encoding": {
                    "y": y,
                    "x": {
                        "field": "persons",
                        "type": "quantitative",
                        "stack": "zero",
                        "title": None,
                        "axis": {"format": WHOLE, "tickCount": 6},
                    },
                    "color": {"field": "part", "type": "nominal", "scale": scale, "sort": names},
                    "order": {"field": "order"},
                    "tooltip": [
                        {"field": "place", "title": top.dimension.label},
                        {"field": "part", "title": said("sex.title", language)},
                        {
                            "field": "persons",
                            "title": said("table.persons", language),
                            "format": WHOLE,
                        },
                    ],
                },
            },
            {
                "data": {"values": totals},
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12.5},
                "encoding": {
                    "y": y,
                    "x": {"field": "total", "type": "quantitative"},
                    "text": {"field": "total", "type": "quantitative", "format": WHOLE},
                    "color": {"value": colours.ink},
                },
            },
        ],
        "config": config(language, theme),
    }


def _rows(one: Destination, names: list[str]) -> Iterator[dict[str, Any]]:
    women, men = one.persons.women or 0, one.persons.men or 0
    rest = max((one.persons.total or 0) - women - men, 0)
    for order, (name, persons) in enumerate(zip(names, (women, men, rest), strict=True)):
        if persons:
            yield {
                "place": one.place.label,
                "part": name,
                "persons": persons,
                "order": order,
            }
