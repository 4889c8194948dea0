"""The structure-specific messages of SDMX-ML 2.1, for both of their root elements."""

from api.formats._data.ml_2_1 import ACTIONS, COMMON, INSTANCE, MESSAGE, SPECIFIC, reference
from api.formats._data.ml_message import Envelope, Usage
from api.formats._data.ml_specific import Specific

_SCOPES = {"dataflow": "Dataflow", "provisionagreement": "ProvisionAgreement"}


def specific(root: str) -> Specific:
    """The layout under this root element."""
    return Specific(
        envelope=Envelope(
            root=root,
            namespaces={"mes": MESSAGE, "com": COMMON, "ss": SPECIFIC, "xsi": INSTANCE},
            reference=reference,
            actions=ACTIONS,
            specific=True,
        ),
        scope=_scope,
        own_element=False,
    )


def _scope(usage: Usage) -> str:
    return f' ss:dataScope="{_SCOPES[usage.link.kind]}"'
