"""A structure message in SDMX-ML: header, then artefacts by kind (message, structure schema)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from api.formats._pieces import Pieces, is_kept
from api.formats._structure_ml.pen import Edition, Pen
from api.formats._xml import escape_attribute, escape_text
from api.formats.base import Options
from api.model.artefact import Maintainable
from api.model.dataset import Header
from api.model.instant import written
from api.model.ref import Ref
from api.model.structure_message import StructureMessage

Write = Callable[[Maintainable, Pen], str]
#: In the order of the schema: element around them (nested ones by blanks) and the kinds inside.
Groups = tuple[tuple[str, dict[str, Write]], ...]

#: Bytes a piece of the answer may grow to before it leaves.
_CHUNK = 400_000
_KEPT = Pieces(24_000_000)
#: Written with the help of the rest of the answer, so not for keeping.
_DEPENDENT = frozenset(("structuremap",))
#: Namespace prefix -> last part of its address.
_SPACES = {"mes": "message", "str": "structure", "com": "common"}


def write(
    message: StructureMessage, options: Options, edition: Edition, groups: Groups
) -> Iterator[bytes]:
    """The message in pieces. Kinds that the edition does not have are left out."""
    languages = tuple(options.languages) if options.filter_languages else ()
    pen = Pen(edition, languages, options.base_url, message.raw)
    pieces = [_start(message.header, edition)]
    size = 0
    for piece in _artefacts(message.artefacts, pen, groups):
        pieces.append(piece)
        size += len(piece)
        if size > _CHUNK:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join((*pieces, b"</mes:Structures></mes:Structure>\n"))


def _start(header: Header, edition: Edition) -> bytes:
    address = f"http://www.sdmx.org/resources/sdmxml/schemas/v{edition.replace('.', '_')}"
    spaces = " ".join(f'xmlns:{name}="{address}/{part}"' for name, part in _SPACES.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<mes:Structure {spaces}><mes:Header><mes:ID>{escape_text(header.id)}</mes:ID>"
        f"<mes:Test>{'true' if header.test else 'false'}</mes:Test>"
        f"<mes:Prepared>{written(header.prepared)}</mes:Prepared>"
        f'<mes:Sender id="{escape_attribute(header.sender)}"/></mes:Header><mes:Structures>'
    ).encode()


def _artefacts(artefacts: Iterable[Maintainable], pen: Pen, groups: Groups) -> Iterator[bytes]:
    by_kind: dict[str, list[Maintainable]] = {}
    for artefact in artefacts:
        by_kind.setdefault(artefact.kind, []).append(artefact)
    there = frozenset(artefact.ref for artefact in by_kind.get("codelist", ()))
    for name, writers in groups:
        written = [
            piece
            for kind, write_one in writers.items()
            for artefact in by_kind.get(kind, ())
            if (piece := _piece(artefact, _told(pen, artefact, there), write_one))
        ]
        if written:
            yield f"<str:{name}>".encode()
            yield from written
            yield f"</str:{name}>".encode()


def _told(pen: Pen, artefact: Maintainable, there: frozenset[Ref]) -> Pen:
    """The pen, told which of a concept scheme's codelists are in the message."""
    if artefact.kind != "conceptscheme":
        return pen
    return replace(pen, lists=there & {link.ref for link in artefact.links()})


def _piece(artefact: Maintainable, pen: Pen, write_one: Write) -> bytes:
    if pen.raw or artefact.kind in _DEPENDENT or not is_kept(artefact):
        return write_one(artefact, pen).encode()
    manner = (pen.edition, pen.languages, pen.lists, write_one)
    return _KEPT.piece(artefact, manner, lambda: write_one(artefact, pen))
