"""Figures one by one, for answers that are not SDMX messages: read, joined, in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from api.errors import NoResults
from api.model.artefact import Component
from api.model.dataset import DataSet
from api.model.explanation import explain_empty
from api.model.query import DataQuery
from api.model.selection import resolve
from api.model.structure import Structure
from api.resources.note_texts import remarks
from api.resources.published import Published
from api.resources.shape import Label, Note

#: Attributes of the observation that hold remarks, in the order they are told.
NOTES = ("NOTE_INDICATOR", "NOTE_CLASSIF", "NOTE_SOURCE")

#: Unit of measure of counts of people.
PERSONS = "PS"


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation with its context. `value` is the published text, "" where there is none."""

    structure: Structure
    #: Codes in the order of `Structure.dimensions`.
    key: tuple[str, ...]
    period: str
    value: str
    #: Attributes of the observation that have a value.
    attributes: Mapping[str, str]

    def code(self, dimension: str) -> str:
        """The code of a dimension; "" for one the structure does not have."""
        ids = self.structure.key_ids
        return self.key[ids.index(dimension)] if dimension in ids else ""

    @property
    def series_key(self) -> str:
        """The key as SDMX-REST 1 writes it."""
        return ".".join(self.key)

    @property
    def number(self) -> float | None:
        """The value in its published unit."""
        return float(self.value) if self.value else None

    @property
    def persons(self) -> int | None:
        """The value in whole persons; None without one, or where persons are not what is counted.

        Published in thousands with UNIT_MULT 3; decimal arithmetic, so 34.523 is 34523 exactly.
        """
        constants = self.structure.dataflow.constants
        if not self.value or constants.get("UNIT_MEASURE") != PERSONS:
            return None
        return int(Decimal(self.value).scaleb(int(constants.get("UNIT_MULT", "0"))))


def figures(query: DataQuery, published: Published) -> list[Figure]:
    """The figures of a query in key order and order of time; empty if nothing matches."""
    selected = published.store.select(resolve(query, published.registry))
    if selected is None:
        return []
    try:
        return [one for dataset in selected.data_sets for one in of_dataset(dataset)]
    finally:
        selected.close()


def found_figures(query: DataQuery, published: Published) -> list[Figure]:
    """The figures of a query; NoResults says what found nothing and what comes nearest."""
    if found := figures(query, published):
        return found
    raise NoResults(explain_empty(resolve(query, published.registry), published.store))


def of_dataset(dataset: DataSet) -> Iterator[Figure]:
    """The observations of a data set along time, one figure each."""
    ids = [component.id for component in dataset.observation_attributes]
    for series in dataset.series:
        cells = zip(series.positions, series.values, series.attributes, strict=True)
        for position, value, attributes in cells:
            texts = zip(ids, dataset.attribute_sets[attributes], strict=True)
            yield Figure(
                dataset.structure,
                series.key,
                dataset.points[position],
                value,
                {id: text for id, text in texts if text is not None},
            )


def label(component: Component, code: str, structure: Structure, published: Published) -> Label:
    """A code with its name; the code itself where the list does not have it."""
    item = structure.codes_of(component).get(code)
    return Label(code=code, label=published.say(item.name) if item else code)


def status(figure: Figure, published: Published) -> Label | None:
    """The observation status in words; None for a normal figure."""
    code = figure.attributes.get("OBS_STATUS")
    component = figure.structure.component("OBS_STATUS")
    if code is None or component is None:
        return None
    return label(component, code, figure.structure, published)


def notes(figure: Figure, published: Published) -> tuple[Note, ...]:
    """What the source says of the figure, remark by remark."""
    return tuple(
        Note(
            component=id,
            label=published.say(figure.structure.names.get(id, {})) or id,
            text=text,
            language=language,
        )
        for id in NOTES
        if id in figure.attributes
        for text, language in remarks(figure.attributes[id], published.language)
    )


def source(figure: Figure, published: Published) -> str | None:
    """Where the figure comes from, in words."""
    if stated := figure.attributes.get("SOURCE"):
        return "; ".join(text for text, _ in remarks(stated, published.language))
    return None
