"""A dataflow's structure, flattened for the hot path: ordered components with their codes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from api.model.artefact import Component, Dataflow, DataStructure, Item, ItemScheme
from api.model.ref import Link, Ref
from api.model.text import Text

#: Value of `dimension_at_observation` for a flat data set (SDMX 2.1 Section 3A).
ALL_DIMENSIONS = "AllDimensions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """One dataflow with its data structure: what store and formats need, nothing to look up."""

    dataflow: Dataflow
    dsd: DataStructure
    #: Dimensions in key order, without time.
    dimensions: tuple[Component, ...]
    #: The time dimension, None for a cube without one.
    time: Component | None
    measures: tuple[Component, ...]
    attributes: tuple[Component, ...]
    #: Codelist in use -> its codes by id. Components without a codelist have no entry.
    codes: Mapping[Ref, Mapping[str, Item]] = field(default_factory=dict)
    #: Component id -> name of its concept. A component whose concept is elsewhere has no entry.
    names: Mapping[str, Text] = field(default_factory=dict)

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Dimension ids in key order, without time."""
        return tuple(component.id for component in self.dimensions)

    @property
    def components(self) -> tuple[Component, ...]:
        """All components: dimensions, time, measures, attributes."""
        time = (self.time,) if self.time else ()
        return (*self.dimensions, *time, *self.measures, *self.attributes)

    def component(self, id: str) -> Component | None:
        """The component with this id; ids are case-sensitive."""
        return next((found for found in self.components if found.id == id), None)

    def codes_of(self, component: Component) -> Mapping[str, Item]:
        """Codes of a component, empty for one that is not coded."""
        codelist = component.representation.codelist
        return self.codes.get(codelist, {}) if codelist else {}

    def constant(self, component: Component) -> str | None:
        """Value that is the same in the whole dataflow (units attached to MEASURE), or None."""
        return self.dataflow.constants.get(component.id)


def flatten(
    flow: Dataflow,
    dsd: DataStructure,
    codelist: Callable[[Ref], ItemScheme],
    concept: Callable[[Link], Item | None] = lambda _: None,
) -> Structure:
    """Join a dataflow with its structure, the codelists in use and the concepts' names."""
    used = {
        ref
        for component in dsd.components
        if (ref := component.representation.codelist) is not None
    }
    of_role: dict[str, list[Component]] = {
        "dimension": [],
        "time": [],
        "measure": [],
        "attribute": [],
    }
    for component in dsd.components:
        of_role[component.role].append(component)
    return Structure(
        dataflow=flow,
        dsd=dsd,
        dimensions=tuple(of_role["dimension"]),
        time=next(iter(of_role["time"]), None),
        measures=tuple(of_role["measure"]),
        attributes=tuple(of_role["attribute"]),
        codes={ref: codelist(ref).by_id() for ref in used},
        names={
            component.id: found.name
            for component in dsd.components
            if (found := concept(component.concept)) is not None
        },
    )
