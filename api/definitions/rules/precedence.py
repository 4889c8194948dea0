"""Agreements that a dataflow puts in order exist and provide this dataflow."""

from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.artefact import Dataflow, ProvisionAgreement
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Every agreement named in `[[precedence]]`."""
    for path, flow in definitions.artefacts:
        if not isinstance(flow, Dataflow):
            continue
        for position, rule in enumerate(flow.precedence):
            for agreement in rule.agreements:
                if message := _problem(agreement, flow.ref, definitions.registry):
                    key = f"precedence.{position}.agreements"
                    yield Finding(
                        rule="", file=path, key=key, value=str(agreement), message=message
                    )


def _problem(ref: Ref, flow: Ref, registry: Registry) -> str:
    found = registry.get(Link("provisionagreement", ref))
    if not isinstance(found, ProvisionAgreement):
        return f"there is no provision agreement {ref}"
    return "" if found.dataflow == flow else f"{ref} provides {found.dataflow}"
