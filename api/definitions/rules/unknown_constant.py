"""What is the same in a whole dataflow (measure, units, decimals) is a code of its codelist."""

from collections.abc import Iterator
from difflib import get_close_matches

from api.definitions.collection import Collection
from api.model.artefact import Codelist, Dataflow, DataStructure, ItemScheme
from api.model.ref import Link
from api.model.registry import Registry
from api.model.report import Finding

#: Component -> key of the dataflow's file.
_KEYS = {
    "MEASURE": "code",
    "UNIT_MEASURE_TYPE": "unit_type",
    "UNIT_MEASURE": "unit",
    "UNIT_MULT": "unit_mult",
    "DECIMALS": "decimals",
}


def check(definitions: Collection) -> Iterator[Finding]:
    """Values that the component's codelist does not have."""
    for path, flow in definitions.artefacts:
        if isinstance(flow, Dataflow):
            lists = _lists(flow, definitions.registry)
            for id, value in flow.constants.items():
                if id in lists and value not in lists[id].by_id():
                    key = f"measure.{_KEYS.get(id, id)}"
                    near = get_close_matches(value, lists[id].by_id(), n=1)
                    hint = f"; did you mean {near[0]}?" if near else ""
                    message = f"{lists[id].ref} has no code {value!r}{hint}"
                    yield Finding(rule="", file=path, key=key, value=value, message=message)


def _lists(flow: Dataflow, registry: Registry) -> dict[str, ItemScheme]:
    structure = registry.get(Link("datastructure", flow.structure))
    if not isinstance(structure, DataStructure):
        return {}
    coded = {
        component.id: registry.get(Link("codelist", component.representation.codelist))
        for component in structure.components
        if component.representation.codelist
    }
    return {id: found for id, found in coded.items() if isinstance(found, Codelist)}
