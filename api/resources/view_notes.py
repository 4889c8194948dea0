"""What stands under a table: remarks and sources, each with the periods it is about."""

from collections.abc import Iterable

from api.model.period import Period
from api.resources.figures import Figure, notes, source
from api.resources.published import Published
from api.resources.shape import Shape


class Footnote(Shape):
    """A remark that sources make, with the periods whose figures it is about."""

    number: int
    text: str
    language: str
    periods: tuple[str, ...]


class SourceNote(Shape):
    """A source as the figures state it, with the periods it gave figures for."""

    text: str
    periods: tuple[str, ...]


def footnotes(found: Iterable[Figure], published: Published) -> tuple[Footnote, ...]:
    """The remarks on these figures, each once, numbered in order of first appearance."""
    periods: dict[tuple[str, str], set[str]] = {}
    known: dict[tuple[str | None, ...], tuple[tuple[str, str], ...]] = {}
    for one in found:
        # Remarks repeat along a series: look each combination up once.
        mark = tuple(one.attributes.get(id) for id in _REMARKS)
        if mark not in known:
            known[mark] = tuple((note.text, note.language) for note in notes(one, published))
        for remark in known[mark]:
            periods.setdefault(remark, set()).add(one.period)
    return tuple(
        Footnote(number=number, text=text, language=language, periods=_ordered(where))
        for number, ((text, language), where) in enumerate(periods.items(), start=1)
    )


_REMARKS = ("NOTE_INDICATOR", "NOTE_CLASSIF", "NOTE_SOURCE")


def source_notes(found: Iterable[Figure], published: Published) -> tuple[SourceNote, ...]:
    """The sources of these figures, each once."""
    periods: dict[str, set[str]] = {}
    for one in found:
        if text := source(one, published):
            periods.setdefault(text, set()).add(one.period)
    return tuple(SourceNote(text=text, periods=_ordered(where)) for text, where in periods.items())


def _ordered(periods: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(periods, key=Period.parse))
