"""The data structure of a dataflow: dimensions as its file lists them, attributes as ILOSTAT's.

Components are called as their concepts and carry the concept's representation as a local one.
"""

from collections.abc import Iterator

from api.model.artefact import Component, ConceptScheme, Item, Representation
from api.model.ref import Link

MEASURE_ID = "OBS_VALUE"
TIME_ID = "TIME_PERIOD"

#: Attributes in the order of ILOSTAT's CSV columns, with the dimensions they are attached to;
#: none of them means the observation. All are conditional.
# deviates: ILOSTAT's data structures - SOURCE hangs on REF_AREA, MEASURE and TIME_PERIOD there;
# ours differs within a year, by destination even, so it belongs to the observation
# (docs/adr/0005-attributes-at-the-observation.md).
ATTRIBUTES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("OBS_STATUS", ()),
    ("UNIT_MEASURE_TYPE", ("MEASURE",)),
    ("UNIT_MEASURE", ("MEASURE",)),
    ("UNIT_MULT", ("MEASURE",)),
    ("SOURCE", ()),
    ("NOTE_SOURCE", ()),
    ("NOTE_INDICATOR", ()),
    ("NOTE_CLASSIF", ()),
    ("DECIMALS", ("MEASURE",)),
    ("UPPER_BOUND", ()),
    ("LOWER_BOUND", ()),
)


def components(dimensions: list[str], scheme: ConceptScheme) -> Iterator[Component]:
    """Components in order: dimensions with time last, measure, attributes.

    KeyError names a concept that the scheme does not have.
    """
    concepts = scheme.by_id()
    for id in dimensions:
        yield Component(
            id=id,
            role="time" if id == TIME_ID else "dimension",
            concept=Link("conceptscheme", scheme.ref, id),
            representation=_representation(concepts[id]),
        )
    yield Component(
        id=MEASURE_ID,
        role="measure",
        concept=Link("conceptscheme", scheme.ref, MEASURE_ID),
        representation=_representation(concepts[MEASURE_ID]),
    )
    for id, attached in ATTRIBUTES:
        yield Component(
            id=id,
            role="attribute",
            concept=Link("conceptscheme", scheme.ref, id),
            representation=_representation(concepts[id]),
            attachment="dimensions" if attached else "observation",
            dimensions=attached,
        )


def _representation(concept: Item) -> Representation:
    return concept.representation or Representation()
