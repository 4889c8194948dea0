"""The filters of a data query, sorted by what they restrict.

Filters on coded dimensions become sets of codes here, so that the store only ever sees codes; the
others become tests of one value, to be made once per distinct value.
"""

from dataclasses import dataclass, field

from api.model.artefact import Component
from api.model.comparison import Test, filter_test
from api.model.components import component_asked
from api.model.period import YEAR_START
from api.model.query import DataQuery
from api.model.structure import Structure

#: Attribute that says when the reporting year of the data begins (SDMX 2.1 Section 6, 4.2.8).
_YEAR_START_ATTRIBUTE = "REPORTING_YEAR_START_DAY"


@dataclass(slots=True)
class Filters:
    """Filters of one query on one structure."""

    #: Coded dimensions: index -> codes that pass.
    codes: dict[int, frozenset[str]] = field(default_factory=dict)
    #: Dimensions without a codelist: (index, test).
    dimensions: list[tuple[int, Test]] = field(default_factory=list)
    period: Test | None = None
    attributes: list[tuple[str, Test]] = field(default_factory=list)
    measure: Test | None = None
    #: False if an attribute that is the same in the whole dataflow fails its test.
    possible: bool = True


def read_filters(query: DataQuery, structure: Structure) -> Filters:
    """Sort the filters; InvalidSyntax for unknown components and values that cannot be compared."""
    found = Filters()
    years = (query.reporting_year_start_day, _data_year_start(structure))
    for asked in query.filters:
        written = "startPeriod or endPeriod" if query.dialect == "v1" else f"c[{asked.component}]"
        component = component_asked(structure, asked.component, written)
        test = filter_test(asked, component, *years)
        _PLACES[component.role](found, structure, component, test)
    return found


def _data_year_start(structure: Structure) -> str:
    component = structure.component(_YEAR_START_ATTRIBUTE)
    return (structure.constant(component) if component else None) or YEAR_START


def _on_dimension(found: Filters, structure: Structure, component: Component, test: Test) -> None:
    index = structure.dimensions.index(component)
    if codes := structure.codes_of(component):
        found.codes[index] = frozenset(filter(test, codes))
    else:
        found.dimensions.append((index, test))


def _on_time(found: Filters, _: Structure, __: Component, test: Test) -> None:
    found.period = test


def _on_measure(found: Filters, _: Structure, __: Component, test: Test) -> None:
    found.measure = test


def _on_attribute(found: Filters, structure: Structure, component: Component, test: Test) -> None:
    if component.attachment == "observation":
        found.attributes.append((component.id, test))
    else:
        found.possible = found.possible and test(structure.constant(component))


_PLACES = {
    "dimension": _on_dimension,
    "time": _on_time,
    "measure": _on_measure,
    "attribute": _on_attribute,
}
