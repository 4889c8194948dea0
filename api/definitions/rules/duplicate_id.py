"""No two files define the same artefact."""

from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.ref import Link
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Every artefact after the first with the same kind and reference."""
    first: dict[Link, str] = {}
    for path, artefact in definitions.artefacts:
        earlier = first.setdefault(artefact.link, path)
        if earlier != path:
            message = f"{artefact.kind} {artefact.ref} is already defined in {earlier}"
            yield Finding(rule="", file=path, value=str(artefact.ref), message=message)
