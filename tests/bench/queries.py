"""What is asked of the cube."""

from tests.bench import definitions
from tests.bench.cube import FLOW

WHOLE = f"/rest/v2/data/dataflow/{FLOW.agency}/{FLOW.id}/{FLOW.version}/*"

CSV = "application/vnd.sdmx.data+csv;version=1.0.0"
GENERIC = "application/vnd.sdmx.genericdata+xml;version=2.1"
SPECIFIC = "application/vnd.sdmx.structurespecificdata+xml;version=2.1"
JSON = "application/vnd.sdmx.data+json;version=2.1.0"
TEXTS = (CSV, SPECIFIC, GENERIC, JSON)


def small(number: int) -> str:
    """A key of one area, sex and occupation, and three destinations; another for each number."""
    areas, sexes = definitions.codes("REF_AREA"), definitions.codes("SEX")
    occupations, destinations = definitions.codes("OCU"), definitions.codes("DEST")
    place = number * 7
    wanted = [destinations[(place + step) % len(destinations)] for step in (0, 31, 77)]
    slots = [
        areas[number % len(areas)],
        "A",
        definitions.codes("MEASURE")[0],
        sexes[number % len(sexes)],
        occupations[number % len(occupations)],
        "*",
        ",".join(wanted),
    ]
    return ".".join(slots)


def small_path(number: int) -> str:
    """The address of a small query: its slots of several codes as filters."""
    *slots, last = small(number).split(".")
    return f"{WHOLE.removesuffix('*')}{'.'.join([*slots, '*'])}?c[DEST]={last}"
