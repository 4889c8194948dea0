"""How charts look: fonts, colours that differ without colour vision, numbers of the language."""

from dataclasses import dataclass
from typing import Any, Literal

Theme = Literal["light", "dark"]

#: What browsers draw with: fonts of the same widths, at least one of which every system has.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

#: What the renderer draws pictures with. It has a Liberation Sans with all Vietnamese letters built
#: in, but an older one on the system (Debian's fonts-liberation) hides it and lacks them; so
#: DejaVu Sans comes first, which has them all and stands beside it on such systems.
PICTURE_FONT = "DejaVu Sans, Liberation Sans"

#: Formats of values on axes and labels: whole persons, or what else is published.
WHOLE, DECIMAL = ",.0f", ",.1f"

_LOCALES: dict[str, dict[str, Any]] = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "vi": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
}


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours of a theme. Women, men and the rest differ in lightness, not in hue alone."""

    ink: str
    faint: str
    grid: str
    ground: str
    total: str
    women: str
    men: str
    rest: str
    series: tuple[str, ...]


#: After Okabe and Ito's palette for colour blindness, darkened for 3:1 on the ground.
COLOURS: dict[Theme, Colours] = {
    "light": Colours(
        ink="#1c2733",
        faint="#55636f",
        grid="#dde3e8",
        ground="#ffffff",
        total="#16324f",
        women="#b3450a",
        men="#0b7ab8",
        rest="#a9b4be",
        series=("#0b6aa2", "#b3450a", "#00795a", "#8a3b86", "#7a5b00", "#1c2733"),
    ),
    "dark": Colours(
        ink="#e8edf2",
        faint="#a9b6c2",
        grid="#34424f",
        ground="#17212b",
        total="#c9dcf0",
        women="#f08a4b",
        men="#56b4e9",
        rest="#66757f",
        series=("#56b4e9", "#f08a4b", "#3ecfa0", "#d99bd6", "#e6c34a", "#e8edf2"),
    ),
}


def config(language: str, theme: Theme) -> dict[str, Any]:
    """What all charts share."""
    colours = COLOURS[theme]
    return {
        "background": colours.ground,
        # A browser without the fonts that widths were measured with draws wider letters.
        "padding": {"left": 28, "top": 5, "right": 24, "bottom": 5},
        "font": FONT,
        "locale": {"number": _LOCALES[language]},
        "view": {"stroke": None},
        "title": _title(colours),
        "axis": {
            "labelColor": colours.ink,
            "titleColor": colours.faint,
            "labelFontSize": 12.5,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "gridColor": colours.grid,
            "domainColor": colours.faint,
            "tickColor": colours.faint,
            "labelLimit": 260,
        },
        "legend": {
            "orient": "top",
            "labelColor": colours.ink,
            "labelFontSize": 12.5,
            "symbolSize": 90,
            "offset": 6,
            "labelLimit": 400,
            "title": None,
        },
    }


def _title(colours: Colours) -> dict[str, Any]:
    return {
        "font": FONT,
        "color": colours.ink,
        "anchor": "start",
        "frame": "bounds",
        "fontSize": 16,
        "fontWeight": "bold",
        "offset": 14,
        "subtitleFont": FONT,
        "subtitleColor": colours.faint,
        "subtitleFontSize": 12.5,
        "subtitlePadding": 5,
        "subtitleLineHeight": 17,
    }


def titled(text: str, notes: tuple[str, ...]) -> dict[str, Any]:
    """A title with its notes, broken into lines that fit any chart in any font."""
    return {
        "text": _lines(text, 58),
        "subtitle": [line for note in notes if note for line in _lines(note, 80)],
    }


def _lines(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
