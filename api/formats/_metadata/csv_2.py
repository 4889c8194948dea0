"""SDMX-CSV metadata messages (metadata message field guide 2.0; RFC 4180): a row a metadata set.

A question has a column under its path, `[]` after each that may be answered several times and
`[en;vi]` after one with texts in several languages. What stands together in a cell is separated by
`;`, and quoted inside the cell where it has that or a quote itself. Line ends, separator and
quotes are those of data.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.formats._data.csv_rows import quote
from api.formats.base import Options
from api.model.metadata_message import MetadataMessage, questions
from api.model.metadata_structure import MetadataAttribute, MetadataSet, ReportedAttribute
from api.model.ref import Link
from api.model.text import best, filtered

#: Media-type parameters, the default first.
PARAMETERS = {"labels": ("id", "name", "both")}

_SEPARATOR = ";"
_TYPES = {"metadataflow": "metadataflow", "metadataprovisionagreement": "metadataprovision"}


@dataclass(frozen=True, slots=True)
class _Column:
    """One question that takes answers: its path, outermost first, and languages of its texts."""

    path: tuple[MetadataAttribute, ...]
    languages: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(found.id for found in self.path)

    @property
    def repeated(self) -> bool:
        """Whether a cell can hold the answers of several instances."""
        return any(found.max_occurs != 1 for found in self.path)

    @property
    def heading(self) -> str:
        parts = (found.id + "[]" * (found.max_occurs != 1) for found in self.path)
        tags = f"[{_SEPARATOR.join(self.languages)}]" if self.languages else ""
        return ".".join(parts) + tags


def write(message: MetadataMessage, options: Options, action: str) -> Iterator[bytes]:
    """The header row, then a row a set. `action` is the letter for "as it is"."""
    rows = _Rows(message, options, action)
    yield _line(rows.header())
    for found in message.sets:
        yield _line(rows.row(found))


def _line(cells: Iterable[str]) -> bytes:
    return (",".join(map(quote, cells)) + "\r\n").encode("utf-8", "replace")


class _Rows:
    """Rows of one message."""

    def __init__(self, message: MetadataMessage, options: Options, action: str) -> None:
        self._message, self._options, self._action = message, options, action
        self._columns = [] if all(one.is_external for one in message.sets) else self._questions()

    def _questions(self) -> list[_Column]:
        """Questions of all structures, those of the first first; headings have no column."""
        columns: dict[tuple[str, ...], _Column] = {}
        for structure in self._message.structures.values():
            for path in questions(structure.attributes):
                ids = tuple(found.id for found in path)
                if not path[-1].presentational and ids not in columns:
                    columns[ids] = _Column(path, self._languages(ids))
        return list(columns.values())

    def _languages(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        found = (a for one in self._message.sets for a in _answers(one.attributes, ids))
        tags = dict.fromkeys(tag for answer in found if answer for tag in self._texts(answer))
        return tuple(tags)

    def _texts(self, answer: ReportedAttribute) -> dict[str, str]:
        options = self._options
        kept = filtered(answer.text, options.languages) if options.filter_languages else answer.text
        return dict(kept)

    def header(self) -> list[str]:
        """Headings: identification, then questions."""
        named = self._options.labels == "name"
        cells = [f"MDSTRUCTURE[{_SEPARATOR}]", "MDSTRUCTURE_ID", *["MDSTRUCTURE_NAME"] * named]
        cells += ["METADATASET_ID", *["METADATASET_NAME"] * named, "ACTION"]
        cells += ["TARGET_TYPES", "TARGET_IDS", *["TARGET_NAMES"] * named]
        for column in self._columns:
            name = self._name(column.path[-1].concept)
            if named:
                cells += [column.heading, name]
            else:
                both = self._options.labels == "both"
                cells.append(f"{column.heading}: {name}" if both else column.heading)
        return cells

    def row(self, found: MetadataSet) -> list[str]:
        """Cells of one set."""
        described = found.described_by
        own = best(found.name, self._options.languages)
        cells = [_TYPES[described.kind]]
        cells += self._identified([str(described.ref)], [self._name(self._message.flow(found))])
        cells += [*self._identified([str(found.ref)], [own]), self._action]
        cells.append(_SEPARATOR.join(link.kind for link in found.targets))
        targets = [_shown(link) for link in found.targets]
        cells += self._identified(targets, [self._name(link) for link in found.targets])
        for column in self._columns:
            cells += self._answered(column, found)
        return cells

    def _identified(self, ids: list[str], names: list[str]) -> list[str]:
        """One cell, or with labels=name two; several ids stand together."""
        if self._options.labels == "both":
            ids = [f"{id}: {name}" for id, name in zip(ids, names, strict=True)]
        cells = [_together(ids)]
        return [*cells, _together(names)] if self._options.labels == "name" else cells

    def _answered(self, column: _Column, found: MetadataSet) -> list[str]:
        given = list(_answers(found.attributes, column.ids))
        values = [self._value(column, answer) for answer in given]
        names = [self._code(column, answer) for answer in given]
        if self._options.labels == "both":
            values = [f"{v}: {n}" if n else v for v, n in zip(values, names, strict=True)]
        cell = _together(values) if column.repeated else "".join(values)
        if self._options.labels != "name":
            return [cell]
        return [cell, _together(names) if any(names) else ""]

    def _value(self, column: _Column, answer: ReportedAttribute | None) -> str:
        if answer is None:
            return ""
        if not column.languages:
            return answer.value
        texts = self._texts(answer)
        return _SEPARATOR.join(f"{tag}:{_inside(text)}" for tag, text in texts.items())

    def _code(self, column: _Column, answer: ReportedAttribute | None) -> str:
        """Name of the code that is the answer; "" for other answers."""
        codelist = column.path[-1].representation.codelist
        if answer is None or codelist is None:
            return ""
        return self._name(Link("codelist", codelist, answer.value))

    def _name(self, link: Link) -> str:
        return best(self._message.names.get(link, {}), self._options.languages)


def _answers(
    attributes: Iterable[ReportedAttribute], ids: tuple[str, ...]
) -> Iterator[ReportedAttribute | None]:
    """Answers under a path. None where a parent is there and the answer below it is not, so that
    columns of a repeated heading stay in step."""
    found = [answer for answer in attributes if answer.id == ids[0]]
    if len(ids) > 1:
        for answer in found:
            yield from _answers(answer.children, ids[1:])
    elif found:
        yield from found
    else:
        yield None


def _shown(link: Link) -> str:
    return f"{link.ref}.{link.item}" if link.item else str(link.ref)


def _inside(text: str) -> str:
    """Part of a cell, quoted where a reader could take it for several."""
    special = any(character in text for character in (_SEPARATOR, '"', "\r", "\n"))
    return '"' + text.replace('"', '""') + '"' if special else text


def _together(parts: list[str]) -> str:
    return _SEPARATOR.join(map(_inside, parts)) if len(parts) > 1 else "".join(parts)
