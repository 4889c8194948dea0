"""Values as JSON spells numbers (RFC 8259, 6), and other values compactly."""

import json
import re

_NUMBER = r"(?:-?(?:0|[1-9]\d*+)(?:\.\d++)?+(?:[eE][+-]?\d++)?+)?+"
#: Values joined by line ends, if JSON takes each of them as it is, or there is none.
PLAIN = re.compile(rf"{_NUMBER}(?:\n{_NUMBER})*+", re.ASCII)
#: The same for many values, turned round: what a line has that is neither empty nor a plain decimal
#: number. A search for it takes a tenth of the time of a match.
UNUSUAL = "|".join(
    (
        r"[^0-9.\n-]",
        r"(?:^|\n)-?0[0-9]",
        r"(?:^|\n)\.",
        r"\.(?:[^0-9]|$)",
        r"\.[0-9]+\.",
        r"-(?:[^0-9]|$)",
        r"[0-9.]-",
    )
)
_LOOSE = re.compile(r"([+-]?)(?=\.?\d)0*(\d*)(?:\.(\d*))?((?:[eE][+-]?\d+)?)", re.ASCII)


def json_text(value: object) -> str:
    """Compact JSON, in UTF-8 letters rather than escapes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def number_or_null(found: str) -> str:
    """A value as JSON, `null` for none."""
    return number(found) if found else "null"


def number(value: str) -> str:
    """A number as JSON spells it (`.5` is 0.5, `007` is 7); text where it is none (`NaN`)."""
    match = _LOOSE.fullmatch(value)
    if match is None:
        return json_text(value)
    sign, whole, fraction, exponent = match.groups()
    point = f".{fraction}" if fraction else ""
    return f"{'-' if sign == '-' else ''}{whole or '0'}{point}{exponent}"
