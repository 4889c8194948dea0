"""Dimensions stand in the order of ILOSTAT: area, frequency, measure, the id's parts, time.

`DF_EMP_TEMP_SEX_AGE_CBR_NB` has SEX, AGE, CBR, in this order; true of every ILOSTAT dataflow seen.
Only dataflows that ILOSTAT has under the same id are held to it.
"""

from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.artefact import Dataflow, DataStructure
from api.model.ref import Link
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Dataflows whose dimensions differ from what their id says."""
    for path, flow in definitions.artefacts:
        if not isinstance(flow, Dataflow) or not _is_of_ilostat(flow):
            continue
        structure = definitions.registry.get(Link("datastructure", flow.structure))
        if not isinstance(structure, DataStructure):
            continue
        found = [one.id for one in structure.components if one.role in ("dimension", "time")]
        parts = flow.structure.id.split("_")[2:-1]
        expected = ["REF_AREA", "FREQ", "MEASURE", *parts, "TIME_PERIOD"]
        if found != expected:
            yield Finding(
                rule="",
                file=path,
                key="dimensions",
                value=".".join(found),
                message=f"the id of the dataflow says {'.'.join(expected)}",
            )


def _is_of_ilostat(flow: Dataflow) -> bool:
    titles = [note.title for note in flow.annotations if note.type == "ILOSTAT_DATAFLOW"]
    return any(title.startswith(f"ILO:{flow.ref.id}(") for title in titles)
