"""Which line of a TOML file a dotted key stands in."""

import re

_HEADER = re.compile(r"^\s*(\[{1,2})\s*(.+?)\s*\]{1,2}\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|[\w-]+))*)\s*="""
)
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)""")


def lines_by_key(text: str) -> dict[str, int]:
    """Dotted key -> line, counted from 1; elements of arrays of tables are numbered from 0."""
    lines: dict[str, int] = {}
    prefix = ""
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            prefix = _dotted(header[2])
            if header[1] == "[[":
                counts[prefix] = counts.get(prefix, -1) + 1
                prefix = f"{prefix}.{counts[prefix]}"
            lines.setdefault(prefix, number)
        elif key := _KEY.match(line):
            dotted = _dotted(key[1])
            lines.setdefault(f"{prefix}.{dotted}" if prefix else dotted, number)
    return lines


def line_of(key: str, lines: dict[str, int]) -> int | None:
    """Line of the key, or of the nearest key it is inside of; None where there is none."""
    while key:
        if key in lines:
            return lines[key]
        key = key.rpartition(".")[0]
    return None


def _dotted(written: str) -> str:
    return ".".join("".join(part) for part in _PART.findall(written))
