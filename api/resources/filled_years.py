"""In which years each table has a figure."""

from collections.abc import Mapping

from api.model.period import Period
from api.model.query import ArtefactQuery, DataQuery
from api.resources.figures import figures
from api.resources.published import Published


def filled_years(published: Published) -> Mapping[int, Mapping[int, int]]:
    """Table -> year -> number of figures in it, whatever their frequency."""
    found: dict[int, dict[int, int]] = {}
    for flow in published.dataflows():
        if not published.store.visible([flow.ref]):
            continue
        asked = ArtefactQuery(
            agencies=(flow.ref.agency,), ids=(flow.ref.id,), versions=(flow.ref.version,)
        )
        years = found.setdefault(flow.table, {})
        for one in figures(DataQuery(dialect="v2", artefacts=asked), published):
            if one.value:
                year = int(Period.parse(one.period).start[:4])
                years[year] = years.get(year, 0) + 1
    return found
