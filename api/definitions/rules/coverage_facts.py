"""Every ILMS table says why cells are empty, in words of offices, dataflows and codes that exist.

And every agreement that has figures says on which definition they stand.
"""

from collections.abc import Iterable, Iterator, Mapping

from api.definitions.collection import Collection
from api.model.artefact import Dataflow, ItemScheme, ProvisionAgreement
from api.model.coverage import Gap, Questionnaire, TableFacts
from api.model.ref import Link, Ref
from api.model.report import Finding
from api.model.source import Source

_FOLDER = "dataflows/coverage"

#: Left out where a file could not be read.
WHOLE = True


def check(definitions: Collection) -> Iterator[Finding]:
    """Nothing to say of a project without a questionnaire."""
    entries = definitions.sources.values()
    asked = next((one.asked for one in entries if isinstance(one, Questionnaire)), None)
    if asked is None:
        return
    flows = _flows(definitions)
    facts = [one for one in entries if isinstance(one, TableFacts)]
    for number in sorted(flows.keys() - {one.table for one in facts}):
        name = f"TABLE_{number:02}"
        if name not in definitions.failed:
            message = f"nothing explains the empty cells of {name}"
            yield Finding(rule="", file=f"{_FOLDER}/{name}.toml", message=message)
    for one in facts:
        for key, message in _problems(one, flows.get(one.table, {}), asked, definitions):
            file = f"{_FOLDER}/TABLE_{one.table:02}.toml"
            yield Finding(rule="", file=file, key=key, message=message)


#: Dataflow -> ids of its dimensions.
_Flows = dict[Ref, tuple[str, ...]]


def _flows(definitions: Collection) -> dict[int, _Flows]:
    """Table -> its dataflows; those without a structure are told of elsewhere."""
    found: dict[int, _Flows] = {}
    for _, artefact in definitions.artefacts:
        if isinstance(artefact, Dataflow) and artefact.table:
            try:
                ids = definitions.registry.structure(artefact.ref).key_ids
            except KeyError:
                continue
            found.setdefault(artefact.table, {})[artefact.ref] = ids
    return found


def _problems(
    facts: TableFacts,
    flows: _Flows,
    asked: Mapping[str, tuple[str, ...]],
    definitions: Collection,
) -> Iterator[tuple[str, str]]:
    if not flows:
        yield "", f"no dataflow is table {facts.table}"
        return
    yield from _offices(facts, definitions)
    for position, gap in enumerate(facts.gaps):
        for key, message in _gap(gap, flows, asked):
            yield f"gaps.{position}.{key}", f"{message} (table {facts.table})"
    yield from _bases(facts, flows, definitions)


def _gap(
    gap: Gap, flows: _Flows, asked: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    for ref in gap.dataflows:
        if ref not in flows:
            yield "dataflows", f"{ref} is no dataflow of it"
    for id, codes in gap.codes.items():
        if not any(id in ids for ids in flows.values()):
            yield "codes", f"there is no dimension {id}"
        for code in codes:
            if code not in asked.get(id, ()):
                yield f"codes.{id}", f"the questionnaire does not ask for {code}"


def _offices(facts: TableFacts, definitions: Collection) -> Iterator[tuple[str, str]]:
    named = [("office", facts.office)]
    named += [(f"fillers.{at}.office", one.office) for at, one in enumerate(facts.fillers)]
    named += [(f"gaps.{at}.office", one.office) for at, one in enumerate(facts.gaps) if one.office]
    for key, office in named:
        scheme = definitions.registry.get(office)
        if not isinstance(scheme, ItemScheme) or office.item not in scheme.by_id():
            yield key, f"there is no data provider {office.ref.agency}:{office.item}"


def _bases(
    facts: TableFacts, flows: Iterable[Ref], definitions: Collection
) -> Iterator[tuple[str, str]]:
    described: dict[Ref, str] = {}
    for position, basis in enumerate(facts.bases):
        key = f"figures.{position}.agreements"
        for ref in basis.agreements:
            agreement = definitions.registry.get(Link("provisionagreement", ref))
            if not isinstance(agreement, ProvisionAgreement) or agreement.dataflow not in flows:
                yield key, f"{ref} provides no dataflow of table {facts.table}"
            if ref in described:
                yield key, f"{ref} is described by {described[ref]} already"
            described.setdefault(ref, f"figures.{position}")
    sources = (one for one in definitions.sources.values() if isinstance(one, Source))
    for source in sources:
        shipped = source.dataflow in flows and source.tables
        if shipped and source.agreement not in described:
            yield "figures", f"on which definition {source.agreement} stands is not said"
