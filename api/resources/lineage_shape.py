"""The way of an observation into the service as the portal tells it."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from api import __version__
from api.model.artefact import Maintainable
from api.model.ref import Link, Ref
from api.model.report import MapUse
from api.model.structure import Structure
from api.resources.coverage_shape import office_label
from api.resources.lineage import Origin
from api.resources.published import Published
from api.resources.reconciliation_shape import labels
from api.resources.shape import Label, Shape


class MapAnswer(Shape):
    """What became of a file's figures in one representation map."""

    map: str
    records: int
    """Figures that went through it."""
    persons: str
    """Their sum; empty where figures of the release are withheld."""
    lost_records: int
    """Figures whose word has no code there: they count under a residual code."""
    lost_persons: str
    words: tuple[str, ...]
    """The words without a code."""
    cells: tuple[str, ...]
    """Published cells that depend on them."""


class ReleaseAnswer(Shape):
    """The release that brought the figure."""

    id: int
    valid_from: datetime
    """Since when it is published."""
    recorded: datetime
    """When it was written to the store."""
    reason: str
    by: str
    """Who released it, by account or by role; empty where that is not recorded."""
    maps: tuple[MapAnswer, ...]
    """What became of the file's figures in each representation map."""
    definitions: str
    """SHA-256 of the definitions it was made with, which are kept in full."""


class FileAnswer(Shape):
    """The file the figure was read from, and where in it."""

    name: str
    sha256: str
    row: int
    """Counted from 1 with the headings, as a spreadsheet shows it."""
    column: str
    """Heading of the column."""
    published: str
    """Day, month or year its document was published; empty when unknown."""
    transcription: bool
    """Typed from running text: lineage ends at the quotation."""
    evidence: str
    """What is verified of its layout and what is not."""


class DocumentAnswer(Shape):
    """Where the row says it was read."""

    document: str
    address: str
    date: str
    carrier: str
    quote: str


class MappingAnswer(Shape):
    """How a word of the row became a code."""

    component: str
    heading: str
    word: str
    code: str
    map: str | None
    """Representation map with its version; null where the layout itself names the code."""


class RowAnswer(Shape):
    """The row of the file, read again."""

    printed: str
    """Empty for a figure that is withheld."""
    cells: dict[str, str]
    """The cells that say what the figure is of, and the figure, under their headings."""
    mappings: tuple[MappingAnswer, ...]
    amount: str
    """The printed figure in the unit of the source, exact."""
    value: str
    """What follows from it today, in the unit of the dataflow."""


class LineageAnswer(Shape):
    """Provider, document, file, row, mapping, rules and release of one observation."""

    dataflow: str
    key: str
    dimensions: dict[str, Label]
    period: str
    value: str | None
    attributes: dict[str, str]
    agreement: Label
    provider: Label
    legal_basis: str
    structure: str
    """Data structure with its version."""
    alternatives: tuple[str, ...]
    """Other agreements that have a figure of this key and period."""
    precedence: str
    """Why the table takes the figure it takes, where several have one."""
    release: ReleaseAnswer
    file: FileAnswer
    document: DocumentAnswer | None
    row: RowAnswer | None
    """Null if the file is not at hand as it was released."""
    reproduced: bool | None
    """Whether the row gives the published figure again; null if it cannot be read."""
    rules: tuple[str, ...]
    """Checks a file has to pass before it is released, in this version of the software."""
    software: str
    """Version of the software that answers."""


def lineage_answer(
    origin: Origin, structure: Structure, rules: tuple[str, ...], published: Published
) -> LineageAnswer:
    """The origin of an observation in the reader's language."""
    seen, source = origin.observation, origin.source
    return LineageAnswer(
        dataflow=structure.dataflow.ref.id,
        key=".".join(seen.key),
        dimensions=labels(seen.key, structure, published),
        period=seen.period,
        value=seen.value or None,
        attributes=dict(seen.attributes),
        agreement=_agreement(seen.agreement, published),
        provider=office_label(origin.provider, published),
        legal_basis=source.legal_basis if source else "",
        structure=str(structure.dsd.ref),
        alternatives=tuple(str(ref) for ref in origin.agreements if ref != seen.agreement),
        precedence=published.say(origin.precedence),
        release=_release(origin, published),
        file=_file(origin, published),
        document=_document(origin),
        row=_row(origin),
        reproduced=origin.reproduced,
        rules=rules,
        software=__version__,
    )


def _agreement(ref: Ref, published: Published) -> Label:
    found = published.registry.get(Link("provisionagreement", ref))
    name = published.say(found.name) if isinstance(found, Maintainable) else ref.id
    return Label(code=str(ref), label=name)


def map_answers(uses: Iterable[MapUse]) -> tuple[MapAnswer, ...]:
    """The uses of maps as the portal tells them."""
    return tuple(MapAnswer(**{**asdict(use), "map": str(use.map)}) for use in uses)


def _release(origin: Origin, published: Published) -> ReleaseAnswer:
    one = origin.recorded.release
    return ReleaseAnswer(
        id=one.id,
        valid_from=one.valid_from,
        recorded=one.recorded,
        reason=one.reason,
        by=one.by,
        maps=map_answers(published.store.map_uses(one.id)),
        definitions=one.definitions,
    )


def _file(origin: Origin, published: Published) -> FileAnswer:
    source, table = origin.source, origin.table
    return FileAnswer(
        name=origin.recorded.file,
        sha256=origin.recorded.sha256,
        row=origin.recorded.row,
        column=origin.recorded.column,
        published=table.published if table else "",
        transcription=source.transcription if source else False,
        evidence=published.say(source.evidence) if source else "",
    )


def _document(origin: Origin) -> DocumentAnswer | None:
    if origin.row is None or not any(origin.row.provenance.values()):
        return None
    said = origin.row.provenance
    return DocumentAnswer(**{id: said.get(id, "") for id in DocumentAnswer.model_fields})


def _row(origin: Origin) -> RowAnswer | None:
    row = origin.row
    if row is None:
        return None
    return RowAnswer(
        printed=row.printed,
        cells=dict(row.cells),
        mappings=tuple(
            MappingAnswer(
                component=one.component,
                heading=one.heading,
                word=one.word,
                code=one.code,
                map=str(one.map) if one.map else None,
            )
            for one in row.readings
        ),
        amount=row.source_value,
        value=row.value,
    )
