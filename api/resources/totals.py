"""Which codes are totals, which dimensions classify, and in which order people want codes."""

from api.model.artefact import Component, Item
from api.model.structure import Structure

#: Dimensions that say whose, how often and what: the same for a whole table or chosen beside it.
FRAME = ("REF_AREA", "FREQ", "MEASURE")

SEX = "SEX"


def is_total(item: Item | None) -> bool:
    """Whether the codelist marks a code as the total of its group."""
    return item is not None and any(
        note.type == "IS_TOTAL" and note.title == "Y" for note in item.annotations
    )


def total_codes(structure: Structure, dimension: str) -> tuple[str, ...]:
    """The totals of a dimension, in order of the list; several where it has several groupings."""
    component = structure.component(dimension)
    codes = structure.codes_of(component) if component else {}
    return tuple(code for code, item in codes.items() if is_total(item))


def classifying(structure: Structure) -> tuple[Component, ...]:
    """Dimensions that make the rows of a table: all but the frame, sex and time."""
    return tuple(one for one in structure.dimensions if one.id not in (*FRAME, SEX))


def is_geographic(structure: Structure, dimension: Component) -> bool:
    """Whether a dimension's codes are countries: its list extends a list of areas."""
    ids = {code.rpartition("_")[2] for code in structure.codes_of(dimension)}
    areas = structure.component("REF_AREA")
    known = set(structure.codes_of(areas)) if areas else set()
    return dimension.id not in FRAME and len(ids & known) > len(known) // 2


def is_rest(code: str) -> bool:
    """Whether a code is the rest that the others leave (`CDS_DES_X`: not elsewhere classified)."""
    return code.endswith("_X")
