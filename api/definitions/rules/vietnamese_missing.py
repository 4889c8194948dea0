"""How many texts have no Vietnamese yet, and how many are our own translations: a note a file."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.definitions.collection import Collection
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Readers see the English text instead; nothing is wrong."""
    for file in definitions.files:
        tables = list(_tables(file.content))
        wordings = [table for table in tables if isinstance(table.get("en"), str)]
        missing = sum(not table.get("vi") for table in wordings)
        unofficial = sum(table.get("unofficial") is True for table in tables)
        if missing or unofficial:
            message = (
                f"{missing} of {len(wordings)} texts have no Vietnamese;"
                f" {unofficial} names are unofficial translations"
            )
            yield Finding(rule="", file=file.path, severity="note", message=message)


def _tables(value: Any) -> Iterator[Mapping[str, Any]]:
    if value.__class__ is dict:
        yield value
        for inner in value.values():
            yield from _tables(inner)
    elif value.__class__ is list:
        for inner in value:
            yield from _tables(inner)
