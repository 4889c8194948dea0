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
    values = [row for one in top.items for row in _rows(one, names)]
    totals = [{"place": one.place.label, "total": one.persons.total} for one in top.items]
    y = _places([one.place.label for one in top.items])
    parts: dict[str, Any] = {"field": "part", "type": "nominal", "sort": names}
    parts["scale"] = {"domain": names, "range": [colours.women, colours.men, colours.rest]}
    drawn = {"y": y, "color": parts, "order": {"field": "order"}, "tooltip": _tip(top, language)}
    total = {"field": "total", "type": "quantitative"}
    shown = {
        "y": y,
        "x": total,
        "text": {**total, "format": WHOLE},
        "color": {"value": colours.ink},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "title": titled(f"{top.name}, {period(top.period, language)}", notes),
        "width": _WIDTH,
        "height": {"step": _STEP},
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "bar", "height": 17},
                "encoding": {**drawn, "x": _PERSONS},
            },
            {
                "data": {"values": totals},
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12.5},
                "encoding": shown,
            },
        ],
        "config": config(language, theme),
    }


_PERSONS = {
    "field": "persons",
    "type": "quantitative",
    "stack": "zero",
    "title": None,
    "axis": {"format": WHOLE, "tickCount": 6},
}


def _places(names: list[str]) -> dict[str, Any]:
    return {
        "field": "place",
        "type": "nominal",
        "sort": names,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelPadding": 6},
    }


def _tip(top: TopDestinations, language: str) -> list[dict[str, Any]]:
    return [
        {"field": "place", "title": top.dimension.label},
        {"field": "part", "title": said("sex.title", language)},
        {"field": "persons", "title": said("table.persons", language), "format": WHOLE},
    ]


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
