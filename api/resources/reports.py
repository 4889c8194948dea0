"""What is reported on a source, question by question: who collects, by which law, how well."""

from datetime import UTC, datetime

from api.model.dataset import Header
from api.model.metadata_message import MetadataMessage
from api.model.metadata_structure import MetadataAttribute, MetadataSet, ReportedAttribute
from api.model.ref import Link, Ref
from api.resources.metadata import described
from api.resources.published import Published
from api.resources.shape import Shape


class ReportedAnswer(Shape):
    """One question of a report, and its answer."""

    id: str
    """Id of the question, `LEGAL_BASIS` for example."""
    question: str
    answer: str
    document: str
    """What the answer rests on, as it is called in the document's own language."""


class SourceReport(Shape):
    """A report on a source, or on several that are collected in one way."""

    id: str
    name: str
    urn: str
    answers: tuple[ReportedAnswer, ...]

    def answer(self, id: str) -> str:
        """The answer to a question; empty where there is none."""
        return next((one.answer for one in self.answers if one.id == id), "")


def report_on(agreement: Ref, published: Published) -> SourceReport | None:
    """The report on an agreement; None where nobody wrote one."""
    about = Link("provisionagreement", agreement)
    for found in published.registry.of_kind("metadataset"):
        if isinstance(found, MetadataSet) and about in found.targets:
            return _report(found, published)
    return None


def _report(found: MetadataSet, published: Published) -> SourceReport:
    header = Header(id="", prepared=datetime.fromtimestamp(0, UTC))
    message = described((found,), published.registry, header)
    structure = message.structures[message.flow(found)]
    questions = {one.id: one for one in structure.attributes}
    return SourceReport(
        id=found.ref.id,
        name=published.say(found.name),
        urn=found.link.urn,
        answers=tuple(
            _answer(one, questions[one.id], message, published) for one in found.attributes
        ),
    )


def _answer(
    given: ReportedAttribute,
    question: MetadataAttribute,
    message: MetadataMessage,
    published: Published,
) -> ReportedAnswer:
    text = given.text
    if codelist := question.representation.codelist:
        text = message.names.get(Link("codelist", codelist, given.value), {})
    return ReportedAnswer(
        id=given.id,
        question=published.say(message.names.get(question.concept, {})) or given.id,
        answer=published.say(text) or given.value,
        document="; ".join(one.value for one in given.children if one.value),
    )
