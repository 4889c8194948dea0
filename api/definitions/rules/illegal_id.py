"""Ids are legal in SDMX and cannot be mistaken for an operator of a query.

IDType and NCNameIDType of SDMXCommon.xsd (SDMX 2.1). `all` and `latest` are words of REST 1; a
letter more or less would make `. + , *` of REST part of a code.
"""

import re
from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.artefact import ItemScheme
from api.model.report import Finding

_ID = re.compile(r"[A-Za-z0-9_@$-]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_WORDS = ("all", "latest")

#: Kinds of scheme whose items begin with a letter: they become names of XML elements.
_NAMED = ("agencyscheme", "conceptscheme")


def check(definitions: Collection) -> Iterator[Finding]:
    """Ids of artefacts, which are names of files, and of items."""
    for path, artefact in definitions.artefacts:
        if not _NAME.fullmatch(artefact.ref.id):
            message = f"{artefact.ref.id!r} is no id: a letter, then letters, digits, _ and -"
            yield Finding(rule="", file=path, value=artefact.ref.id, message=message)
    for path, table, scheme in definitions.schemes():
        for item in scheme.items:
            if message := _problem(scheme, item.id):
                key = f"{table}.{item.id}"
                yield Finding(rule="", file=path, key=key, value=item.id, message=message)


def _problem(scheme: ItemScheme, id: str) -> str:
    has_path = scheme.kind in ("categoryscheme", "reportingtaxonomy")
    parts = id.split(".") if has_path else [id]
    for part in parts:
        if part in _WORDS:
            return f"{part!r} is a word of the query language"
        if not _ID.fullmatch(part):
            return f"{part!r} is no id: letters, digits, _ @ $ and - only"
        if scheme.kind in _NAMED and not _NAME.fullmatch(part):
            return f"{part!r} must begin with a letter and have letters, digits, _ and - only"
    return ""
