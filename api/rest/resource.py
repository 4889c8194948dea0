"""The refusal of a path that begins with no resource of its dialect."""

from api.errors import InvalidSyntax, SdmxError, Unsupported
from api.model.nearest import listed, nearest, shown
from api.model.query import Dialect
from api.rest.artefact_types import TYPES_V1, TYPES_V2
from api.rest.operations import OPERATIONS, RESOURCES_ELSEWHERE


def unknown_resource(dialect: Dialect, word: str) -> SdmxError:
    """Say what this dialect has instead: the same resource under its name here, or the nearest."""
    if advice := RESOURCES_ELSEWHERE[dialect].get(word):
        return InvalidSyntax(f"{shown(word)} is not a resource of REST {dialect[1]}: {advice}")
    if dialect == "v2" and word in TYPES_V1:
        known = word if word in TYPES_V2 else listed(TYPES_V1[word])
        return InvalidSyntax(f"{shown(word)} is not a resource of REST 2: write /structure/{known}")
    if dialect == "v1" and word in TYPES_V2:
        return Unsupported(f"SDMX 2.1 has no {word}; REST 2 has it: /rest/v2/structure/{word}")
    resources = [*dict.fromkeys(one.words[0] for one in OPERATIONS[dialect] if one.words)]
    names = [*resources, *TYPES_V1] if dialect == "v1" else resources
    found = nearest(word, names, 1)
    advice = f"did you mean /{found[0]}?" if found else f"there are {listed(names, 'and')}"
    return InvalidSyntax(f"{shown(word)} is not a resource of REST {dialect[1]}: {advice}")
