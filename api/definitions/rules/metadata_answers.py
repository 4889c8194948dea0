"""A report answers questions of its metadata structure, each as it is asked, and none too few."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from api.definitions.collection import Collection
from api.model.artefact import ItemScheme
from api.model.metadata_structure import (
    MetadataAttribute,
    Metadataflow,
    MetadataSet,
    MetadataStructure,
    ReportedAttribute,
)
from api.model.nearest import nearest
from api.model.ref import Link
from api.model.registry import Registry
from api.model.report import Finding


def check(definitions: Collection) -> Iterator[Finding]:
    """Answers to what is not asked, with no code of the list, too many, or missing."""
    for path, artefact in definitions.artefacts:
        if isinstance(artefact, MetadataSet):
            structure = _structure(artefact, definitions.registry)
            if structure is not None:
                found = _faults(artefact.attributes, structure.attributes, definitions.registry)
                for id, message in found:
                    yield Finding(rule="", file=path, key=f"answers.{id}", message=message)


def _structure(report: MetadataSet, registry: Registry) -> MetadataStructure | None:
    flow = registry.get(report.described_by)
    if not isinstance(flow, Metadataflow):
        return None
    found = registry.get(Link("metadatastructure", flow.structure))
    return found if isinstance(found, MetadataStructure) else None


def _faults(
    answers: Sequence[ReportedAttribute], asked: Iterable[MetadataAttribute], registry: Registry
) -> Iterator[tuple[str, str]]:
    """(id, what is wrong) at one level, and below it."""
    questions = {question.id: question for question in asked}
    counted = Counter(answer.id for answer in answers)
    for id, question in questions.items():
        if question.min_occurs > counted[id]:
            yield id, "is not answered"
        if question.max_occurs is not None and counted[id] > question.max_occurs:
            yield id, f"is answered {counted[id]} times"
    for answer in answers:
        if answer.id not in questions:
            near = nearest(answer.id, questions, 1)
            yield answer.id, "is not asked" + (f"; did you mean {near[0]}?" if near else "")
            continue
        yield from _one(answer, questions[answer.id], registry)
        yield from _faults(answer.children, questions[answer.id].children, registry)


def _one(
    answer: ReportedAttribute, question: MetadataAttribute, registry: Registry
) -> Iterator[tuple[str, str]]:
    codelist = question.representation.codelist
    scheme = registry.get(Link("codelist", codelist)) if codelist else None
    if isinstance(scheme, ItemScheme):
        if answer.value not in scheme.by_id():
            said = answer.value or answer.text.get("en", "")
            yield answer.id, f"{said!r} is no code of {codelist}"
    elif question.presentational and (answer.value or answer.text):
        yield answer.id, "is a heading; the answers stand below it"
    elif answer.text and not question.representation.multilingual:
        yield answer.id, "takes one text for all languages"
    elif answer.value and question.representation.multilingual:
        yield answer.id, "takes a text in English and Vietnamese"
