"""What a use case of the portal reads from: definitions, store and sources, and for whom it tells.

One value instead of five arguments; made anew for each request by the driver.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.errors import NoResults
from api.model.artefact import Codelist, Dataflow
from api.model.matching import no_match
from api.model.query import ArtefactQuery
from api.model.ref import Link, Ref, version_key
from api.model.registry import Registry
from api.model.source import Source
from api.model.structure import Structure
from api.model.text import Text, best
from api.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Everything published by now, in the language of a reader."""

    #: Definitions joined with what is actually there (`resources.actual`).
    registry: Registry
    store: Store
    sources: Mapping[Ref, Source] = field(default_factory=dict)
    #: In order of preference, at least one.
    languages: tuple[str, ...] = ("en",)
    #: Address of the service without a slash at its end, for links.
    base_url: str = ""

    @property
    def language(self) -> str:
        """The language texts are told in where they have it."""
        return self.languages[0]

    def say(self, text: Text) -> str:
        """A text in the reader's language, or in the best there is."""
        return best(text, self.languages)

    def dataflows(self) -> list[Dataflow]:
        """The latest version of each dataflow, by table, then id."""
        latest: dict[str, Dataflow] = {}
        for one in self.registry.of_kind("dataflow"):
            if isinstance(one, Dataflow):
                known = latest.get(one.ref.id)
                if known is None or version_key(known.ref.version) < version_key(one.ref.version):
                    latest[one.ref.id] = one
        return sorted(latest.values(), key=lambda flow: (flow.table, flow.ref.id))

    def structure(self, dataflow: str) -> Structure:
        """The structure of a dataflow by its id (`DF_EMP_MNAO_SEX_CDS_NB`), or by its reference.

        NoResults with the nearest ids if there is none.
        """
        flows = self.dataflows()
        for flow in flows:
            if dataflow in (flow.ref.id, str(flow.ref)):
                return self.registry.structure(flow.ref)
        raise no_match(ArtefactQuery(ids=(dataflow,), versions=("*",)), "dataflow", flows)

    def codelist(self, ref: Ref | None) -> Codelist | None:
        """A codelist by reference."""
        found = self.registry.get(Link("codelist", ref)) if ref else None
        return found if isinstance(found, Codelist) else None

    def of_table(self, number: int) -> list[Structure]:
        """Structures of the dataflows of an ILMS table; NoResults if there is no such table."""
        flows = self.dataflows()
        found = [flow for flow in flows if flow.table == number]
        if not found:
            numbers = sorted({flow.table for flow in flows if flow.table})
            raise NoResults(
                f"there is no ILMS table {number}; tables go from {numbers[0]} to {numbers[-1]}"
                if numbers
                else "no ILMS table is defined"
            )
        return [self.registry.structure(flow.ref) for flow in found]
