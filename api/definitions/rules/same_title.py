"""Titles of dataflows are unique in each language, so that a reader can tell them apart."""

from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Every dataflow after the first with the same title."""
    first: dict[tuple[str, str], str] = {}
    for path, artefact in definitions.artefacts:
        if artefact.kind != "dataflow":
            continue
        for tag, title in artefact.name.items():
            earlier = first.setdefault((tag, title), path)
            if earlier != path:
                message = f"has the same title as {earlier}"
                yield Finding(rule="", file=path, key=f"name.{tag}", value=title, message=message)
