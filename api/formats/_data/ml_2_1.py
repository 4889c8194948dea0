"""What the SDMX-ML 2.1 data messages share (SDMX 2.1 Section 3A, message and common namespaces)."""

from collections.abc import Mapping

from api.model.dataset import Action
from api.model.ref import CLASSES, Link

_ROOT = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"

MESSAGE = f"{_ROOT}/message"
COMMON = f"{_ROOT}/common"
GENERIC = f"{_ROOT}/data/generic"
SPECIFIC = f"{_ROOT}/data/structurespecific"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"

#: 2.1 has no Merge; what it means there is Append.
ACTIONS: Mapping[Action, str] = {
    "Information": "Information",
    "Append": "Append",
    "Merge": "Append",
    "Replace": "Replace",
    "Delete": "Delete",
}

#: `ProvisionAgrement` is how the schema spells it.
_ELEMENTS = {"dataflow": "StructureUsage", "provisionagreement": "ProvisionAgrement"}


def reference(link: Link) -> str:
    """A `Ref` with its class: some clients cannot read URNs alone."""
    element = f"com:{_ELEMENTS[link.kind]}"
    package, name = CLASSES[link.kind]
    ref = link.ref
    return (
        f'<{element}><Ref agencyID="{ref.agency}" id="{ref.id}" version="{ref.version}"'
        f' class="{name}" package="{package}"/></{element}>'
    )
