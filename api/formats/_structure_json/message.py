"""A structure message in SDMX-JSON: `meta`, then `data` with a list of artefacts per kind."""

import json
from collections.abc import Callable, Iterable, Iterator

from api.formats._pieces import Pieces, is_kept
from api.formats._structure_json.style import Edition, Object, Style
from api.formats.base import Options
from api.model.artefact import Maintainable
from api.model.dataset import Header
from api.model.instant import written
from api.model.structure_message import StructureMessage

Write = Callable[[Maintainable, Style], Object]
#: Property of `data` and the kinds it holds.
Groups = tuple[tuple[str, dict[str, Write]], ...]

#: Bytes a piece of the answer may grow to before it leaves.
_CHUNK = 400_000
_KEPT = Pieces(24_000_000)
#: Written with the help of the rest of the answer, so not for keeping.
_DEPENDENT = frozenset(("structuremap",))
#: Where the schemas are kept; `meta.schema`, and `$schema` since 2.1.
_SCHEMAS = {
    "1.0": "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/"
    "schemas/1.0/sdmx-json-structure-schema.json",
    "2.0": "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/"
    "schemas/2.0.0/sdmx-json-structure-schema.json",
    "2.1": "https://json.sdmx.org/2.1/sdmx-json-structure-schema.json",
}


def write(
    message: StructureMessage, options: Options, edition: Edition, groups: Groups
) -> Iterator[bytes]:
    """The message in pieces. Kinds that the edition does not have are left out."""
    style = Style(
        edition,
        tuple(options.languages),
        options.filter_languages,
        options.base_url,
        message.raw,
    )
    start = json.dumps(_meta(message, style), ensure_ascii=False, separators=(",", ":"))
    # A line end after the first brace: pysdmx takes one long line of JSON for SDMX-CSV.
    pieces = [f'{{\n{start[1:-1]},"data":{{'.encode()]
    size = 0
    for piece in _artefacts(message.artefacts, style, groups):
        pieces.append(piece)
        size += len(piece)
        if size > _CHUNK:
            yield b"".join(pieces)
            pieces, size = [], 0
    yield b"".join((*pieces, b"}}\n"))


def _meta(message: StructureMessage, style: Style) -> Object:
    header: Header = message.header
    meta: Object = {
        "id": header.id,
        "test": header.test,
        "prepared": written(header.prepared),
        "contentLanguages": _languages(message.languages, style),
        "sender": {"id": header.sender},
    }
    schema = _SCHEMAS[style.edition]
    if style.edition == "2.1":
        return {"$schema": schema, "meta": meta}
    return {"meta": {"schema": schema, **meta}}


def _languages(used: tuple[str, ...], style: Style) -> list[str]:
    """Languages used, wanted ones first: the first is the main one."""
    wanted = [tag for tag in style.languages if tag in used]
    if wanted and style.filter_languages:
        return wanted
    return [*wanted, *(tag for tag in used if tag not in wanted)] or ["en"]


def _artefacts(artefacts: Iterable[Maintainable], style: Style, groups: Groups) -> Iterator[bytes]:
    by_kind: dict[str, list[Maintainable]] = {}
    for artefact in artefacts:
        by_kind.setdefault(artefact.kind, []).append(artefact)
    comma = b""
    for name, writers in groups:
        written = [
            piece
            for kind, write_one in writers.items()
            for artefact in by_kind.get(kind, ())
            if (piece := _piece(artefact, style, write_one)) != b"{}"
        ]
        if written:
            yield comma + f'"{name}":['.encode()
            yield from _separated(written)
            yield b"]"
            comma = b","


def _separated(pieces: list[bytes]) -> Iterator[bytes]:
    yield pieces[0]
    for piece in pieces[1:]:
        yield b","
        yield piece


def _piece(artefact: Maintainable, style: Style, write_one: Write) -> bytes:
    def text() -> str:
        return json.dumps(write_one(artefact, style), ensure_ascii=False, separators=(",", ":"))

    if style.raw or artefact.kind in _DEPENDENT or not is_kept(artefact):
        return text().encode("utf-8", "replace")
    manner = (style.edition, style.languages, style.filter_languages, write_one)
    return _KEPT.piece(artefact, manner, text)
