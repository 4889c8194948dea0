"""One observation back to its row: the file is read again, if it is still the same file."""

from dataclasses import replace
from pathlib import Path

from api.model.lineage import Lineage
from api.model.ref import Ref
from api.model.registry import Registry
from api.model.release import Observation
from api.model.source import Column, Source
from api.model.source_row import Reading, SourceRow
from api.publish.harmonise import harmonise
from api.publish.read_table import read_table
from api.publish.reading import Place
from api.publish.table import Row, Table, Unreadable, text


class Trace:
    """Reads source files of a project again."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(
        self, source: Source, recorded: Lineage, place: Place, registry: Registry
    ) -> SourceRow | None:
        """The row that gives the observation at a place (key, period).

        None if the file is no longer there, is another one by now, or the row has no such
        observation under these definitions.
        """
        table = self._table(source, recorded.file, registry)
        if table is None or table.sha256 != recorded.sha256:
            return None
        try:
            rows = tuple(row for row in table.rows if row.number == recorded.row)
        except Unreadable:
            return None
        found = harmonise(replace(table, rows=rows), source, registry).observations
        one = next(
            (
                one
                for one in found
                if (one.key, one.period, one.column) == (*place, recorded.column)
            ),
            None,
        )
        ids = registry.structure(source.dataflow).key_ids
        return _source_row(table, rows[0], one, ids) if one else None

    def _table(self, source: Source, name: str, registry: Registry) -> Table | None:
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root.resolve()):
            return None
        structure = registry.structure(source.dataflow)
        try:
            return read_table(path, name, source.layout_of(path.name), structure)
        except OSError:
            return None


def _source_row(table: Table, row: Row, one: Observation, ids: tuple[str, ...]) -> SourceRow:
    words = {bound.heading: _word(row, bound.position) for bound in table.columns}
    codes = dict(zip(ids, one.key, strict=True)) | {"TIME_PERIOD": one.period}
    return SourceRow(
        row=one.row,
        column=one.column,
        cells=tuple(
            (bound.heading, words[bound.heading])
            for bound in table.columns
            if bound.column.role in ("component", "provenance") or bound.heading == one.column
        ),
        printed=words[one.column],
        provenance={
            bound.column.fills: words[bound.heading]
            for bound in table.columns
            if bound.column.role == "provenance"
        },
        readings=tuple(
            Reading(
                component=bound.column.fills,
                heading=bound.heading,
                word=words[bound.heading],
                code=codes[bound.column.fills],
                map=_map(bound.column, words[bound.heading]),
            )
            for bound in table.columns
            if bound.column.role == "component" and bound.column.fills in codes
        ),
        value=one.value,
        source_value=one.source_value or one.value,
    )


def _word(row: Row, position: int) -> str:
    return text(row.cells[position]) if position < len(row.cells) else ""


def _map(column: Column, word: str) -> Ref | None:
    """The map that translated a word; words the layout gives a code never meet it."""
    return None if word in column.codes else column.map
