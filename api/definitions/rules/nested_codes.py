"""In a nested list (ISCO, ISIC and what is made of them) a code begins with its parent's code.

The divisions of ISIC are the one exception of these classifications: two digits under a section
letter. There the sections follow each other as the divisions do.
"""

from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.artefact import Item, ItemScheme
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Lists whose file says `nested = true`."""
    for path, table, scheme in definitions.schemes():
        if definitions.content(path).get("nested") is True:
            for id, message in _problems(scheme):
                yield Finding(rule="", file=path, key=f"{table}.{id}", value=id, message=message)


def _problems(scheme: ItemScheme) -> Iterator[tuple[str, str]]:
    ids = scheme.by_id()
    section = ""
    for item in scheme.items:
        if _is_division(item):
            if item.parent < section:
                yield item.id, f"section {item.parent} stands after section {section}"
            section = max(section, item.parent)
        elif item.id[:-1] in ids and item.parent != item.id[:-1]:
            said = f"parent is {item.parent!r}" if item.parent else "has no parent"
            yield item.id, f"{said}, the code says {item.id[:-1]!r}"
        elif item.parent and not item.id.startswith(item.parent):
            yield item.id, f"does not begin with the code of its parent {item.parent!r}"


def _is_division(item: Item) -> bool:
    return len(item.id) == 2 and item.id.isdigit() and len(item.parent) == 1 and item.parent > "9"
