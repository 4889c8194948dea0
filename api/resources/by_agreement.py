"""Figures of a dataflow by agreement: what every source says of a key, not only the one taken."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from api.errors import NoResults
from api.model.artefact import ProvisionAgreement
from api.model.dataset import DataSet
from api.model.query import ArtefactQuery, DataQuery, Key
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.selection import resolve
from api.store.store import Store


class Observed(NamedTuple):
    """An observation as one agreement has it."""

    agreement: Ref
    #: Codes in the order of `Structure.dimensions`.
    key: tuple[str, ...]
    period: str
    #: Published text; "" for an observation without a value.
    value: str
    #: Attributes of the observation that have a value: (id, value).
    attributes: tuple[tuple[str, str], ...]

    @property
    def status(self) -> str:
        """OBS_STATUS, "" for a normal observation."""
        return dict(self.attributes).get("OBS_STATUS", "")


def agreements_of(flow: Ref, registry: Registry) -> list[ProvisionAgreement]:
    """The agreements that provide a dataflow, in order of their references."""
    return [
        one
        for one in registry.of_kind("provisionagreement")
        if isinstance(one, ProvisionAgreement) and one.dataflow == flow
    ]


def observed(
    flow: Ref,
    keys: Sequence[Key],
    registry: Registry,
    store: Store,
    as_of: datetime | None = None,
) -> Iterator[Observed]:
    """What each agreement has under the keys, in order of agreement, key and time."""
    for agreement in agreements_of(flow, registry):
        query = DataQuery(
            dialect="v2",
            context="provisionagreement",
            artefacts=exactly(agreement.ref),
            keys=tuple(keys),
            as_of=as_of,
        )
        yield from read(query, registry, store)


def taken_figures(
    flow: Ref, keys: Sequence[Key], registry: Registry, store: Store
) -> dict[tuple[tuple[str, ...], str], str]:
    """Values of the default data set by key and period."""
    query = DataQuery(dialect="v2", artefacts=exactly(flow), keys=tuple(keys))
    return {(one.key, one.period): one.value for one in read(query, registry, store)}


def exactly(ref: Ref) -> ArtefactQuery:
    """A query for one artefact."""
    return ArtefactQuery(agencies=(ref.agency,), ids=(ref.id,), versions=(ref.version,))


def read(query: DataQuery, registry: Registry, store: Store) -> Iterator[Observed]:
    """The observations of a query; nothing where nothing matches."""
    try:
        selected = store.select(resolve(query, registry))
    except NoResults:
        return
    if selected is None:
        return
    try:
        for found in selected.data_sets:
            yield from observations(found)
    finally:
        selected.close()


def observations(found: DataSet) -> Iterator[Observed]:
    """The observations of a data set along time; of the default one under its dataflow's name."""
    agreement = found.agreement or found.structure.dataflow.ref
    ids = [component.id for component in found.observation_attributes]
    sets = [
        tuple((id, value) for id, value in zip(ids, values, strict=True) if value)
        for values in found.attribute_sets
    ]
    for series in found.series:
        for place, value, attributes in zip(
            series.positions, series.values, series.attributes, strict=True
        ):
            yield Observed(agreement, series.key, found.points[place], value, sets[attributes])
