"""Remarks of sources in the reader's language, as far as `note_texts.toml` has them."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

#: What separates the remarks of one attribute (the ILO's way of writing notes).
_SEPARATOR = " | "

#: The language remarks are written in, and the one they are translated into.
_WRITTEN, _TRANSLATED = "en", "vi"


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Mapping[str, str]]:
    path = Path(__file__).with_suffix(".toml")
    return tomllib.loads(path.read_text("utf-8"))


def remarks(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The remarks of an attribute's value, each with the language it is in."""
    for piece in text.split(_SEPARATOR):
        translated = _translation(piece) if language == _TRANSLATED else None
        yield (translated, _TRANSLATED) if translated else (piece, _WRITTEN)


def _translation(piece: str) -> str | None:
    """The remark in the other language; None if neither it nor its head is known."""
    known = _texts()
    if piece in known["pieces"]:
        return known["pieces"][piece]
    head, colon, rest = piece.partition(": ")
    if colon and head in known["heads"]:
        return f"{known['heads'][head]}: {known['pieces'].get(rest, rest)}"
    return None
