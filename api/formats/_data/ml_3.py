"""The data message of SDMX-ML 3.0 and 3.1: one layout, two namespaces and sets of actions."""

from collections.abc import Mapping

from api.formats._data.ml_message import Envelope
from api.formats._data.ml_specific import Specific
from api.model.dataset import Action
from api.model.ref import Link

_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_ELEMENTS = {"dataflow": "StructureUsage", "provisionagreement": "ProvisionAgreement"}


def specific(version: str, actions: Mapping[Action, str]) -> Specific:
    """The layout of a version, written as its namespaces do (`v3_0`)."""
    root = f"http://www.sdmx.org/resources/sdmxml/schemas/{version}"
    return Specific(
        envelope=Envelope(
            root="StructureSpecificData",
            namespaces={
                "mes": f"{root}/message",
                "com": f"{root}/common",
                "ss": f"{root}/data/structurespecific",
                "xsi": _INSTANCE,
            },
            reference=_reference,
            actions=actions,
            specific=True,
        ),
        scope=lambda _: "",
        own_element=True,
    )


def _reference(link: Link) -> str:
    """References are URNs since 3.0."""
    element = f"com:{_ELEMENTS[link.kind]}"
    return f"<{element}>{link.urn}</{element}>"
