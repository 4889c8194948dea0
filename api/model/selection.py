"""From what was asked to what exists: dataflows, codes, tests. The store reads nothing else.

SDMX-REST 1.5 and 2.2, `doc/data.md`. An unknown code is no error, it finds nothing; an unknown
component, or a key of the wrong length, is one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from api.errors import InvalidSemantics, NoResults, SdmxError
from api.model.artefact import Component, Dataflow, DataStructure, ProvisionAgreement
from api.model.comparison import Test
from api.model.component_filters import read_filters
from api.model.components import arrangement, attributes_asked, measures_asked
from api.model.matching import matching, no_match
from api.model.nearest import listed
from api.model.query import DataQuery
from api.model.ref import Ref
from api.model.region import Region, key_regions, restricted
from api.model.registry import Registry
from api.model.structure import Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is asked of one dataflow, or of one agreement of it."""

    structure: Structure
    #: None for the default data set by precedence; else only what these agreements provided.
    #: `resolve` makes one part of each, so that a key never has two figures in one data set.
    agreements: tuple[Ref, ...] | None = None
    #: Any of these: index into `structure.dimensions` -> codes, all of them to hold. An empty
    #: mapping is the whole cube; no region at all finds nothing.
    regions: tuple[Region, ...] = ({},)
    #: Tests on dimensions without a codelist: (index, test), all to hold.
    dimension_tests: tuple[tuple[int, Test], ...] = ()
    #: Test of a period's text; None for any.
    period: Test | None = None
    #: Tests on attributes of the observation: (attribute id, test), all to hold.
    attribute_tests: tuple[tuple[str, Test], ...] = ()
    #: Test of the value's text, "" for an observation without one; None for any.
    measure_test: Test | None = None
    first_n: int | None = None
    last_n: int | None = None
    #: Counted across the parts of a selection, in observations; in series if `series_keys_only`.
    offset: int = 0
    limit: int | None = None
    #: (component, descending?), keywords spelled out; empty for the order of the key.
    sort: tuple[tuple[Component, bool], ...] = ()
    #: Dimension at the observation; `flat` for AllDimensions, where it is the last dimension.
    observation: Component
    flat: bool = False
    #: What to write of attributes, by level, and of measures.
    dataset_attributes: tuple[Component, ...] = ()
    series_attributes: tuple[Component, ...] = ()
    observation_attributes: tuple[Component, ...] = ()
    measures: tuple[Component, ...] = ()
    as_of: datetime | None = None
    updated_after: datetime | None = None
    include_history: bool = False

    @property
    def series_keys_only(self) -> bool:
        """Nothing of the observations was asked for."""
        return not self.measures and not self.observation_attributes

    @property
    def leaves_components_out(self) -> bool:
        """Not all measures and attributes were asked for: what is absent may well exist."""
        asked = (
            *self.measures,
            *self.dataset_attributes,
            *self.series_attributes,
            *self.observation_attributes,
        )
        return len(asked) < len(self.structure.measures) + len(self.structure.attributes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A data query, resolved: one part or more, in order of reference."""

    query: DataQuery
    parts: tuple[Part, ...]

    @property
    def along_time(self) -> bool:
        """Whether every part has time at the observation, as time-series formats need."""
        return all(part.observation.role == "time" and not part.flat for part in self.parts)


#: A structure and the agreement its data are to come from, None for the default.
_Source = tuple[Structure, Ref | None]


def resolve(query: DataQuery, registry: Registry) -> Selection:
    """Look everything up that the query names.

    Where several dataflows match, those the query cannot apply to are left out; where none is left,
    the first one's refusal is raised. Raises NoResults where no artefact matches, InvalidSyntax for
    keys and components, InvalidSemantics for combinations without a meaning.
    """
    if query.as_of and query.updated_after and query.updated_after > query.as_of:
        raise InvalidSemantics("updatedAfter is later than asOf: nothing can have changed")
    parts: list[Part] = []
    refusals: list[SdmxError] = []
    for structure, agreement in _sources(query, registry):
        try:
            parts.append(part_of(query, structure, agreement))
        except SdmxError as refusal:
            refusals.append(refusal)
    if not parts:
        raise refusals[0]
    return Selection(query=query, parts=tuple(parts))


def part_of(query: DataQuery, structure: Structure, agreement: Ref | None) -> Part:
    """What a query asks of one dataflow, or of one agreement of it; raises as `resolve`."""
    filters = read_filters(query, structure)
    regions = key_regions(query.keys, structure) if filters.possible else ()
    for index, codes in filters.codes.items():
        regions = restricted(regions, index, codes)
    attributes = attributes_asked(query, structure)
    at_observation = tuple(one for one in attributes if one.attachment == "observation")
    measures = measures_asked(query, structure)
    arranged = arrangement(query, structure, keys_only=not measures and not at_observation)
    return Part(
        structure=structure,
        agreements=(agreement,) if agreement else None,
        regions=regions,
        dimension_tests=tuple(filters.dimensions),
        period=filters.period,
        attribute_tests=tuple(filters.attributes),
        measure_test=filters.measure,
        first_n=query.first_n_observations,
        last_n=query.last_n_observations,
        offset=query.offset,
        limit=query.limit,
        sort=arranged.sort,
        observation=arranged.observation,
        flat=arranged.flat,
        dataset_attributes=tuple(one for one in attributes if one.attachment == "dataset"),
        series_attributes=tuple(one for one in attributes if one.attachment == "dimensions"),
        observation_attributes=at_observation,
        measures=measures,
        as_of=query.as_of,
        updated_after=query.updated_after,
        include_history=query.include_history,
    )


def _sources(query: DataQuery, registry: Registry) -> list[_Source]:
    """Data sets the query names, at least one; NoResults if there is none.

    The context `*` is any: dataflows of that name, else those of a structure of that name, else
    agreements; the same figures are not answered twice.
    """
    contexts = ("dataflow", "datastructure", "provisionagreement")
    asked = contexts if query.context == "*" else (query.context,)
    for context in asked:
        if found := _of_context(context, query, registry):
            return _of_providers(query, found, registry)
    what = asked[0] if len(asked) == 1 else listed(asked)
    kinds = asked if len(asked) == 1 else ("dataflow",)
    raise no_match(query.artefacts, what, [one for kind in kinds for one in registry.of_kind(kind)])


def _of_context(context: str, query: DataQuery, registry: Registry) -> list[_Source]:
    if context == "provisionagreement":
        agreements = matching(query.artefacts, _agreements(registry))
        return [(registry.structure(one.dataflow), one.ref) for one in agreements]
    flows = [one for one in registry.of_kind("dataflow") if isinstance(one, Dataflow)]
    if context == "dataflow":
        found = matching(query.artefacts, flows)
    else:
        known = registry.of_kind("datastructure")
        structures = [one for one in known if isinstance(one, DataStructure)]
        refs = {one.ref for one in matching(query.artefacts, structures)}
        found = [flow for flow in flows if flow.structure in refs]
    return [(registry.structure(flow.ref), None) for flow in found]


def _agreements(registry: Registry) -> list[ProvisionAgreement]:
    known = registry.of_kind("provisionagreement")
    return [one for one in known if isinstance(one, ProvisionAgreement)]


def _of_providers(
    query: DataQuery, sources: Iterable[_Source], registry: Registry
) -> list[_Source]:
    """Restrict to agreements of the providers asked for (REST 1), if it is not any."""
    if not query.providers or ("*", "*") in query.providers:
        return list(sources)
    agreements = _agreements(registry)
    found: list[_Source] = [
        (structure, one.ref)
        for structure, _ in sources
        for one in agreements
        if one.dataflow == structure.dataflow.ref and _provides(query, one)
    ]
    if not found:
        flows = {structure.dataflow.ref for structure, _ in sources}
        known = [str(one.provider.item) for one in agreements if one.dataflow in flows]
        asked = listed([f"{agency},{id}".removeprefix("*,") for agency, id in query.providers])
        there = f"; it is provided by {listed(dict.fromkeys(known), 'and')}" if known else ""
        raise NoResults(f"providerRef {asked[:200]}: no such provider of this dataflow{there}")
    return found


def _provides(query: DataQuery, agreement: ProvisionAgreement) -> bool:
    provider = agreement.provider
    return any(
        agency in ("*", provider.ref.agency) and id in ("*", provider.item)
        for agency, id in query.providers
    )
