"""Registered conflicts are about dataflows, codes and agreements that exist."""

from collections.abc import Iterator, Mapping

from api.definitions.collection import Collection
from api.model.artefact import ProvisionAgreement
from api.model.reconciliation import Conflict, Conflicts
from api.model.ref import Link, Ref
from api.model.report import Finding
from api.model.structure import Structure

#: Left out where a file could not be read.
WHOLE = True


def check(definitions: Collection) -> Iterator[Finding]:
    """Every conflict of every file."""
    for found in definitions.sources.values():
        if isinstance(found, Conflicts):
            for key, message in _problems(found, definitions):
                file = f"dataflows/reconciliation/{found.dataflow.id}.toml"
                yield Finding(rule="", file=file, key=key, message=message)


def _problems(found: Conflicts, definitions: Collection) -> Iterator[tuple[str, str]]:
    try:
        structure = definitions.registry.structure(found.dataflow)
    except KeyError:
        yield "dataflow", f"there is no dataflow {found.dataflow}"
        return
    for position, conflict in enumerate(found.conflicts):
        key = f"conflicts.{position}"
        for ref in conflict.agreements:
            if not _provides(ref, found.dataflow, definitions):
                yield f"{key}.agreements", f"{ref} does not provide {found.dataflow}"
        for where, message in _codes(conflict, structure):
            yield f"{key}.{where}", message


def _provides(ref: Ref, flow: Ref, definitions: Collection) -> bool:
    agreement = definitions.registry.get(Link("provisionagreement", ref))
    return isinstance(agreement, ProvisionAgreement) and agreement.dataflow == flow


def _codes(conflict: Conflict, structure: Structure) -> Iterator[tuple[str, str]]:
    yield from _unknown("codes", conflict.codes, structure)
    for position, quoted in enumerate(conflict.quoted):
        codes = {id: (code,) for id, code in quoted.codes.items()}
        yield from _unknown(f"quoted.{position}.codes", codes, structure)


def _unknown(
    where: str, asked: Mapping[str, tuple[str, ...]], structure: Structure
) -> Iterator[tuple[str, str]]:
    for id, codes in asked.items():
        component = structure.component(id)
        known = structure.codes_of(component) if component else {}
        for code in codes:
            if code not in known:
                yield where, f"{structure.dataflow.ref} has no {id} {code}"
