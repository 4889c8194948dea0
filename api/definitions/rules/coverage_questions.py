"""The questionnaire asks, in every dimension of every ILMS table, for codes that exist."""

from collections.abc import Iterable, Iterator

from api.definitions.collection import Collection
from api.model.artefact import Dataflow
from api.model.coverage import BY_NAME, Questionnaire
from api.model.report import Finding
from api.model.structure import Structure

_FILE = "dataflows/coverage/QUESTIONNAIRE.toml"

#: What is counted and how often is given with the dataflow.
_GIVEN = ("FREQ", "MEASURE")

#: Left out where a file could not be read.
WHOLE = True


def check(definitions: Collection) -> Iterator[Finding]:
    """Nothing to say of a project without a questionnaire."""
    structures = list(_structures(definitions))
    for found in definitions.sources.values():
        if isinstance(found, Questionnaire):
            for key, message in _problems(found, structures):
                yield Finding(rule="", file=_FILE, key=key, message=message)


def _structures(definitions: Collection) -> Iterator[Structure]:
    """Structures of the tables; those that are broken themselves are told of elsewhere."""
    for _, artefact in definitions.artefacts:
        if isinstance(artefact, Dataflow) and artefact.table:
            try:
                yield definitions.registry.structure(artefact.ref)
            except KeyError:
                continue


def _problems(
    questionnaire: Questionnaire, structures: Iterable[Structure]
) -> Iterator[tuple[str, str]]:
    codes: dict[str, set[str]] = {}
    for structure in structures:
        for dimension in structure.dimensions:
            codes.setdefault(dimension.id, set()).update(structure.codes_of(dimension))
            if dimension.id not in (*_GIVEN, *questionnaire.asked):
                yield "asked", f"nothing is asked of {dimension.id} in {structure.dataflow.ref}"
    for key, named, known in _named(questionnaire, codes):
        for code in _unknown(named, known):
            yield key, f"there is no code {code}"


#: Key of the file, the codes it names, and those there are.
_Named = tuple[str, tuple[str, ...], set[str]]


def _named(questionnaire: Questionnaire, codes: dict[str, set[str]]) -> Iterator[_Named]:
    everything = {code for known in codes.values() for code in known}
    for id, asked in questionnaire.asked.items():
        yield f"asked.{id}", asked, codes.get(id, set())
    for code, others in questionnaire.same.items():
        yield f"same.{code}", (code, *others), everything
    for code, total in questionnaire.remainders.items():
        yield f"remainders.{code}", (code, total), everything


def _unknown(codes: Iterable[str], known: set[str]) -> Iterator[str]:
    for code in codes:
        by_name = code.endswith(BY_NAME) and any(one.startswith(code[:-1]) for one in known)
        if code not in known and not by_name:
            yield code
