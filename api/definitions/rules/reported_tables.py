"""The questionnaire lists, under each table, exactly the dataflows that say they are that table."""

from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.artefact import Dataflow
from api.model.ref import Ref
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Tables of reporting taxonomies that list too much or too little."""
    by_table: dict[str, set[Ref]] = {}
    for _, artefact in definitions.artefacts:
        if isinstance(artefact, Dataflow) and artefact.ref.id not in definitions.failed:
            by_table.setdefault(f"TABLE_{artefact.table:02}", set()).add(artefact.ref)
    for path, table, scheme in definitions.schemes():
        if scheme.kind != "reportingtaxonomy":
            continue
        listed = {
            item.id: {link.ref for link in item.structures if link.ref.id not in definitions.failed}
            for item in scheme.items
        }
        for id, refs in listed.items():
            if refs != (expected := by_table.get(id.rpartition(".")[2], set())):
                message = (
                    f"lists {_names(refs)}; the dataflows of this table are {_names(expected)}"
                )
                yield Finding(rule="", file=path, key=f"{table}.{id}.dataflows", message=message)
        reported = {id.rpartition(".")[2] for id in listed}
        for leaf in sorted(set(by_table) - reported):
            message = f"has no {leaf}, which {_names(by_table[leaf])} is about"
            yield Finding(rule="", file=path, key=table, message=message)


def _names(refs: set[Ref]) -> str:
    return ", ".join(sorted(ref.id for ref in refs)) or "none"
