"""What the pages say, by key and language: every sentence of theirs is in `texts.toml`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("vi", "en")


@lru_cache(maxsize=1)
def texts() -> Mapping[str, Mapping[str, str]]:
    """All texts: `section.key` -> language -> text."""
    path = Path(__file__).with_suffix(".toml")
    tables = tomllib.loads(path.read_text("utf-8"))
    return {
        f"{section}.{key}": text for section, keys in tables.items() for key, text in keys.items()
    }


def said(key: str, language: str, /, **values: object) -> str:
    """A text with its places filled; KeyError for a key that nobody wrote."""
    return texts()[key][language].format(**values)
