"""The page of one figure: where it comes from, back to the row and the words of its document."""

from decimal import Decimal
from typing import Any

from fastapi import Request, Response

from api.resources.figures import PERSONS
from api.resources.lineage import Asked
from api.resources.lineage_shape import lineage_answer
from api.resources.published import Published
from api.resources.time_series import key_codes
from api.web.pages.frame import new_router, page, show
from api.web.publication import publication

router = new_router()


@page(router, "/lineage/{dataflow}/{key}/{period:path}")
async def lineage(request: Request) -> Response:
    """One figure back to its row."""
    evidence = publication(request).evidence
    dataflow, key, period = (request.path_params[name] for name in ("dataflow", "key", "period"))

    def make(known: Published) -> dict[str, Any]:
        structure = known.structure(dataflow)
        asked = Asked(structure.dataflow.ref, key_codes(structure, key), period)
        origin = evidence.lineage.of(asked)
        source = known.sources.get(origin.observation.agreement)
        constants = structure.dataflow.constants
        counted = constants.get("UNIT_MEASURE") == PERSONS and origin.observation.value
        scale = int(constants.get("UNIT_MULT", "0"))
        return {
            "origin": lineage_answer(origin, structure, evidence.rules, known),
            "persons": int(Decimal(origin.observation.value).scaleb(scale)) if counted else None,
            "source": source.id if source else "",
            "table": structure.dataflow.table,
        }

    return await show(request, "lineage.html", make)
