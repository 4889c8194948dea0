"""The 21 tables of the ASEAN ILMS database: what each is, and what of it is filled."""

from collections.abc import Iterable
from datetime import datetime

from api.model.artefact import CategoryScheme, DataConstraint, Item
from api.model.structure import Structure
from api.resources.announced import next_release
from api.resources.published import Published
from api.resources.shape import Label, Shape, Span


class Unit(Shape):
    """What the published values count."""

    measure: Label
    unit: Label
    multiplier: Label | None
    """Power of ten the value is to be multiplied with: 3 for thousands."""
    persons: bool
    """Whether whole persons are given beside the published value."""


class Fill(Shape):
    """What of a dataflow or table has figures by now."""

    observations: int
    series: int
    periods: Span | None
    frequencies: tuple[Label, ...]
    last_update: datetime | None
    """Instant of the last release of its figures; null where nothing was ever released."""


class DataflowSummary(Shape):
    """One dataflow: a table with one criterion, or one of the two criteria of a table."""

    id: str
    ref: str
    """Agency, id and version."""
    table: int
    name: str
    description: str
    dimensions: tuple[Label, ...]
    """Dimensions in key order, time at the end."""
    unit: Unit
    fill: Fill
    next_release: datetime | None
    """Instant of the next release of its figures, where one is announced."""


class TableSummary(Shape):
    """One of the 21 tables."""

    table: int
    module: Label
    name: str
    dataflows: tuple[DataflowSummary, ...]
    filled: bool
    """Whether any figure of it is published."""
    observations: int
    last_update: datetime | None
    next_release: datetime | None
    """Instant of the next release, where one is announced."""


def tables(published: Published) -> tuple[TableSummary, ...]:
    """All tables in order of number."""
    numbers = sorted({flow.table for flow in published.dataflows() if flow.table})
    return tuple(table(number, published) for number in numbers)


def table(number: int, published: Published) -> TableSummary:
    """One table; NoResults if there is none of this number."""
    flows = tuple(dataflow(one, published) for one in published.of_table(number))
    module, name = _titles(number, published)
    updates = [flow.fill.last_update for flow in flows if flow.fill.last_update]
    return TableSummary(
        table=number,
        module=module,
        name=name or flows[0].name,
        dataflows=flows,
        filled=any(flow.fill.observations for flow in flows),
        observations=sum(flow.fill.observations for flow in flows),
        last_update=max(updates, default=None),
        next_release=min((one.next_release for one in flows if one.next_release), default=None),
    )


def dataflows(published: Published) -> tuple[DataflowSummary, ...]:
    """All dataflows, by table, then id."""
    flows = published.dataflows()
    return tuple(dataflow(published.registry.structure(one.ref), published) for one in flows)


def dataflow(structure: Structure, published: Published) -> DataflowSummary:
    """One dataflow."""
    flow = structure.dataflow
    time = (structure.time,) if structure.time else ()
    return DataflowSummary(
        id=flow.ref.id,
        ref=str(flow.ref),
        table=flow.table,
        name=published.say(flow.name),
        description=published.say(flow.description),
        dimensions=tuple(
            Label(code=one.id, label=published.say(structure.names.get(one.id, {})) or one.id)
            for one in (*structure.dimensions, *time)
        ),
        unit=unit(structure, published),
        fill=_fill(structure, published),
        next_release=next_release([flow.ref], published),
    )


def unit(structure: Structure, published: Published) -> Unit:
    """Measure, unit and multiplier of a dataflow, in words."""
    labels = {id: _constant(structure, id, published) for id in _UNITS}
    nothing = Label(code="", label="")
    return Unit(
        measure=labels["MEASURE"] or nothing,
        unit=labels["UNIT_MEASURE"] or nothing,
        multiplier=labels["UNIT_MULT"],
        persons=structure.dataflow.constants.get("UNIT_MEASURE") == "PS",
    )


_UNITS = ("MEASURE", "UNIT_MEASURE", "UNIT_MULT")


def _constant(structure: Structure, id: str, published: Published) -> Label | None:
    component, code = structure.component(id), structure.dataflow.constants.get(id)
    if component is None or code is None:
        return None
    item = structure.codes_of(component).get(code)
    return Label(code=code, label=published.say(item.name) if item else code)


def actual(structure: Structure, published: Published) -> DataConstraint | None:
    """What a dataflow actually has; None where nothing is published."""
    link = structure.dataflow.link
    for one in published.registry.of_kind("dataconstraint"):
        if isinstance(one, DataConstraint) and one.role == "Actual" and link in one.attachment:
            return one
    return None


def _fill(structure: Structure, published: Published) -> Fill:
    found = actual(structure, published)
    releases = published.store.visible([structure.dataflow.ref])
    region = found.regions[0] if found and found.regions else None
    return Fill(
        observations=(found.obs_count or 0) if found else 0,
        series=(found.series_count or 0) if found else 0,
        periods=Span(first=region.time[0], last=region.time[1]) if region and region.time else None,
        frequencies=labelled(
            structure, "FREQ", region.values.get("FREQ", ()) if region else (), published
        ),
        last_update=max((one.valid_from for one in releases), default=None),
    )


def labelled(
    structure: Structure, dimension: str, codes: Iterable[str], published: Published
) -> tuple[Label, ...]:
    """Codes of a dimension with their names."""
    component = structure.component(dimension)
    items = structure.codes_of(component) if component else {}
    return tuple(
        Label(code=code, label=published.say(items[code].name) if code in items else code)
        for code in codes
    )


def _titles(number: int, published: Published) -> tuple[Label, str]:
    """The module of a table and its title, from the category scheme that lists the tables."""
    for scheme in published.registry.of_kind("categoryscheme"):
        if isinstance(scheme, CategoryScheme):
            items = scheme.by_id()
            for item in scheme.items:
                if item.id.endswith(f".TABLE_{number:02}"):
                    return _module(items[item.id.rpartition(".")[0]], published), published.say(
                        item.name
                    )
    return Label(code="", label=""), ""


def _module(item: Item, published: Published) -> Label:
    return Label(code=item.id, label=published.say(item.name))
