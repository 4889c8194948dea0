"""An answer to a metadata query: metadata sets in registry order, and the names in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from api.model.dataset import Header
from api.model.metadata_structure import (
    MetadataAttribute,
    MetadataSet,
    MetadataStructure,
    ReportedAttribute,
)
from api.model.ref import Link
from api.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataMessage:
    """Metadata sets to write, whole or as stubs."""

    header: Header
    sets: tuple[MetadataSet, ...]
    #: What describes a set -> the metadataflow, which may be the same.
    flows: Mapping[Link, Link]
    #: Metadataflow -> the structure of its reports; in order of first mention.
    structures: Mapping[Link, MetadataStructure]
    #: Names of metadataflows, targets, concepts and of the codes that are answers.
    names: Mapping[Link, Text] = field(default_factory=dict)

    def flow(self, found: MetadataSet) -> Link:
        """The metadataflow of a set."""
        return self.flows[found.described_by]

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages of names and texts in the answer, in the order they are met."""
        tags: dict[str, None] = {}
        for found in self.sets:
            tags.update(dict.fromkeys(found.name))
            for answer in answers(found.attributes):
                tags.update(dict.fromkeys(answer.text))
        return tuple(tags)


def answers(attributes: tuple[ReportedAttribute, ...]) -> Iterator[ReportedAttribute]:
    """Answers and those below them, in order."""
    for found in attributes:
        yield found
        yield from answers(found.children)


def questions(
    attributes: tuple[MetadataAttribute, ...], above: tuple[MetadataAttribute, ...] = ()
) -> Iterator[tuple[MetadataAttribute, ...]]:
    """The path of every question, from the outermost to itself, in order."""
    for found in attributes:
        path = (*above, found)
        yield path
        yield from questions(found.children, path)


def stub(found: MetadataSet) -> MetadataSet:
    """A set as `detail=allstubs` shows it: identification, name, and which questions it answers.

    The answers are left out. Their ids stay because SDMX-JSON and SDMX-ML 2.1 know no set without
    attributes; formats that do leave them out as well.
    """
    ids = dict.fromkeys(answer.id for answer in found.attributes)
    return replace(
        found,
        description={},
        annotations=(),
        attributes=tuple(ReportedAttribute(id=id) for id in ids),
        is_external=True,
    )
