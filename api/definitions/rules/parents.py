"""Parents exist, and no code is its own ancestor."""

from collections.abc import Iterator, Mapping

from api.definitions.collection import Collection
from api.model.artefact import ItemScheme
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Flat lists name a parent; categories have it in their path.

    Codes that come from an extended list are looked at there.
    """
    for path, table, scheme in definitions.schemes():
        parents = {item.id: _parent(scheme, item.id, item.parent) for item in scheme.items}
        for id, parent in parents.items():
            own = id in definitions.content(path).get(table, {})
            if own and (message := _problem(id, parent, parents)):
                key = f"{table}.{id}"
                yield Finding(rule="", file=path, key=key, value=parent, message=message)


def _parent(scheme: ItemScheme, id: str, parent: str) -> str:
    is_path = scheme.kind in ("categoryscheme", "reportingtaxonomy")
    return id.rpartition(".")[0] if is_path else parent


def _problem(id: str, parent: str, parents: Mapping[str, str]) -> str:
    if parent and parent not in parents:
        return f"parent {parent!r} of {id!r} is not in the list"
    seen = [id]
    while parent:
        seen.append(parent)
        if parent == id:
            return f"{id!r} is its own ancestor: {' > '.join(seen)}"
        if seen.count(parent) > 1:
            return ""
        parent = parents.get(parent, "")
    return ""
