"""What rows of a table take from elsewhere: titles above them, and cells merged downwards."""

from collections.abc import Iterable, Iterator, Sequence

from api.model.representation_map import spelling
from api.model.source import Layout
from api.publish.table import Bound, Cell, Misfit, Row, text

#: Letters of the file that a message shows.
_SHOWN = 300


def bound_titles(
    rows: Iterable[Row], layout: Layout, width: int
) -> tuple[list[Bound], list[Cell], list[Misfit]]:
    """Declared titles as columns right of the table, with what each says for every row.

    A title stands in a cell of its own among the title rows; one that is not there is a misfit.
    """
    printed = [
        spelling(text(cell))
        for row in rows
        if row.number <= layout.title_rows
        for cell in row.cells
    ]
    bound: list[Bound] = []
    said: list[Cell] = []
    misfits: list[Misfit] = []
    for column in layout.titles:
        match = next((found for cell in printed if (found := column.matches(cell))), None)
        if match is None:
            detail = f"the title rows are {shortened(filter(None, printed))}"
            misfits.append(Misfit("MISSING-COLUMN", 1, column.heading, detail=detail))
            continue
        words = match.groupdict()
        bound.append(Bound(width + len(bound), column.heading, column))
        said.append(words.get("word") or words.get("period") or "")
    return bound, said, misfits


def shortened(words: Iterable[str]) -> str:
    """Words as a message shows them: 300 letters at most, and a mark where there are more."""
    said = ", ".join(words)
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"


def with_titles(rows: Iterable[Row], width: int, said: Sequence[Cell]) -> Iterator[Row]:
    """Each row with what the titles say, right of its cells."""
    for row in rows:
        if not said:
            yield row
            continue
        padding = ("",) * (width - len(row.cells))
        yield row._replace(cells=(*row.cells[:width], *padding, *said))


def filled_down(rows: Iterable[Row], positions: Sequence[int]) -> Iterator[Row]:
    """Rows in which an empty cell of these columns has what stands above it."""
    above: dict[int, Cell] = {}
    for row in rows:
        cells = list(row.cells)
        for at in positions:
            cells += [""] * (at + 1 - len(cells))
            cells[at] = above[at] = cells[at] if cells[at] != "" else above.get(at, "")
        yield row._replace(cells=tuple(cells)) if positions else row
