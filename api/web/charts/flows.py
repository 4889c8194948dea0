"""Flows between Viet Nam and the destinations: a ribbon a place, as wide as its persons."""

from typing import Any

from api.resources.destinations import TopDestinations
from api.web.charts.theme import COLOURS, FONT, Theme, config, titled
from api.web.forms import number, percent, period
from api.web.texts import said

_WIDTH, _HEIGHT = 750, 380
_LEFT, _RIGHT, _GAP = 110, 430, 14


def flows(
    top: TopDestinations, language: str, theme: Theme, notes: tuple[str, ...]
) -> dict[str, Any]:
    """A Vega specification; the layout is made by Vega's stack and link path transforms."""
    colours = COLOURS[theme]
    values = _values(top, language)
    whole = top.persons.total or sum(value["persons"] for value in values)
    title = titled(f"{top.name}, {period(top.period, language)}", notes)
    thick = _HEIGHT - _GAP * max(len(values) - 1, 0)
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        # Thick curves have bounds far beyond what is seen of them: the frame is set, not computed.
        "autosize": "none",
        "padding": {"left": 8, "right": 8, "bottom": 12, "top": _top(title)},
        "signals": [{"name": "scaled", "value": thick / whole if whole else 0}],
        "data": [{"name": "places", "values": values, "transform": _layout(len(values))}],
        "scales": [
            {
                "name": "colour",
                "type": "ordinal",
                "domain": [value["rank"] for value in values],
                "range": [*colours.series[:5], *[colours.rest] * max(len(values) - 5, 0)],
            }
        ],
        "marks": [
            *_title(title, colours.ink, colours.faint),
            _ribbons(),
            _bars(),
            _origin(thick, colours.total),
            _text("places", _RIGHT + 18, {"field": "middle"}, {"field": "label"}, colours.ink),
            _origin_text(said("site.country", language), number(whole, language), colours.ink),
        ],
        "config": config(language, theme),
    }


def _top(title: dict[str, Any]) -> int:
    """Pixels that the lines of a title need."""
    return 26 + 20 * len(title["text"]) + 17 * len(title["subtitle"])


def _title(title: dict[str, Any], ink: str, faint: str) -> list[dict[str, Any]]:
    """The title as text of its own: Vega places titles only where it sets the frame."""
    top = 18 - _top(title)
    below = top + 20 * len(title["text"])
    return [
        _block(title["text"], top, ink, (16, 20, "bold")),
        _block(title["subtitle"], below, faint, (12.5, 17, "normal")),
    ]


def _block(
    lines: list[str], y: float, colour: str, type: tuple[float, float, str]
) -> dict[str, Any]:
    size, height, weight = type
    return {
        "type": "text",
        "encode": {
            "enter": {
                "x": {"value": 0},
                "y": {"value": y},
                "text": {"value": lines},
                "lineHeight": {"value": height},
                "fill": {"value": colour},
                "font": {"value": FONT},
                "fontSize": {"value": size},
                "fontWeight": {"value": weight},
            }
        },
    }


def _values(top: TopDestinations, language: str) -> list[dict[str, Any]]:
    """The places, then what is left of the total."""
    listed = [(one.place.label, one.persons.total or 0, one.share) for one in top.items]
    left = (top.persons.total or 0) - sum(persons for _, persons, _ in listed)
    if left > 0 and top.persons.total:
        share = round(left * 100 / top.persons.total, 1)
        listed.append((said("chart.elsewhere", language), left, share))
    return [
        {
            "rank": rank,
            "place": place,
            "persons": persons,
            "label": f"{place}: {number(persons, language)} ({percent(share, language)})",
        }
        for rank, (place, persons, share) in enumerate(listed)
    ]


def _layout(places: int) -> list[dict[str, Any]]:
    return [
        {"type": "stack", "field": "persons", "sort": {"field": "rank"}, "as": ["from", "to"]},
        {"type": "formula", "as": "wide", "expr": "max(1, datum.persons * scaled)"},
        {
            "type": "formula",
            "as": "sourceY",
            # The origin is one block, in the middle of the places with their gaps.
            "expr": f"(datum.from + datum.to) / 2 * scaled + {_GAP * (places - 1) / 2}",
        },
        {
            "type": "formula",
            "as": "middle",
            "expr": f"(datum.from + datum.to) / 2 * scaled + {_GAP} * datum.rank",
        },
        {"type": "formula", "as": "sourceX", "expr": f"{_LEFT}"},
        {"type": "formula", "as": "targetX", "expr": f"{_RIGHT}"},
        {
            "type": "linkpath",
            "orient": "horizontal",
            "shape": "diagonal",
            "sourceX": "sourceX",
            "sourceY": "sourceY",
            "targetX": "targetX",
            "targetY": "middle",
        },
    ]


def _ribbons() -> dict[str, Any]:
    return {
        "type": "path",
        "from": {"data": "places"},
        "encode": {
            "enter": {
                "path": {"field": "path"},
                "stroke": {"scale": "colour", "field": "rank"},
                "strokeWidth": {"field": "wide"},
                "strokeOpacity": {"value": 0.55},
                "tooltip": {"field": "label"},
            }
        },
    }


def _bars() -> dict[str, Any]:
    return {
        "type": "rect",
        "from": {"data": "places"},
        "encode": {
            "enter": {
                "x": {"value": _RIGHT},
                "width": {"value": 10},
                "yc": {"field": "middle"},
                "height": {"field": "wide"},
                "fill": {"scale": "colour", "field": "rank"},
            }
        },
    }


def _origin(thick: float, colour: str) -> dict[str, Any]:
    return {
        "type": "rect",
        "encode": {
            "enter": {
                "x": {"value": _LEFT - 10},
                "width": {"value": 10},
                "yc": {"value": _HEIGHT / 2},
                "height": {"value": thick},
                "fill": {"value": colour},
            }
        },
    }


def _text(
    data: str, x: float, y: dict[str, Any], text: dict[str, Any], colour: str
) -> dict[str, Any]:
    return {
        "type": "text",
        "from": {"data": data},
        "encode": {
            "enter": {
                "x": {"value": x},
                "y": y,
                "text": text,
                "fill": {"value": colour},
                "font": {"value": FONT},
                "fontSize": {"value": 12.5},
                "baseline": {"value": "middle"},
            }
        },
    }


def _origin_text(name: str, persons: str, colour: str) -> dict[str, Any]:
    return {
        "type": "text",
        "encode": {
            "enter": {
                "x": {"value": _LEFT - 20},
                "y": {"value": _HEIGHT / 2},
                "align": {"value": "right"},
                "baseline": {"value": "middle"},
                "text": {"value": [name, persons]},
                "lineHeight": {"value": 18},
                "fill": {"value": colour},
                "font": {"value": FONT},
                "fontSize": {"value": 14},
                "fontWeight": {"value": "bold"},
            }
        },
    }
