"""A source's layout fills every dimension of its dataflow, with components and codes that exist."""

import re
from collections.abc import Iterator

from api.definitions.collection import Collection
from api.model.ref import Link, Ref
from api.model.report import Finding
from api.model.representation_map import RepresentationMap
from api.model.source import Column, Source
from api.model.structure import Structure

#: Dimensions that follow from others: the frequency is that of the period.
_DERIVED = ("FREQ",)

_NONE = Ref("", "")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def check(definitions: Collection) -> Iterator[Finding]:
    """What is wrong in each source, under the key it stands at."""
    for source in definitions.sources.values():
        structure = _structure(source, definitions)
        if isinstance(source, Source) and structure is not None:
            for key, message in _problems(source, structure, definitions):
                yield Finding(rule="", file=f"{source.folder}.toml", key=key, message=message)


def _structure(source: object, definitions: Collection) -> Structure | None:
    """The structure of a source's dataflow; None while that is broken itself."""
    try:
        return definitions.registry.structure(getattr(source, "dataflow", None) or _NONE)
    except KeyError:
        return None


def _problems(
    source: Source, structure: Structure, definitions: Collection
) -> Iterator[tuple[str, str]]:
    for table, column in _columns(source):
        key = f"{table}.{column.heading}"
        yield from ((key, message) for message in _column(column, structure, definitions))
    for id, value in source.fixed.items():
        yield from _fixed(id, value, source, structure)
    if source.layout.form == "table":
        for id in _unfilled(source, structure):
            yield "columns", f"nothing fills the dimension {id}"
    for id, total in source.totals.items():
        for code in (total.total, *total.apart):
            yield from ((f"totals.{id}", message) for message in _value(id, code, structure))
    yield from _aggregates(source, structure, definitions)
    yield from _missing_columns(source)


def _missing_columns(source: Source) -> Iterator[tuple[str, str]]:
    """What the source says of itself that needs a column which is not there."""
    if source.transcription and "quote" not in _provenance(source):
        yield "transcription", "a transcription has a column with the words it was made from"
    if source.units and not any(column.role == "unit" for _, column in _columns(source)):
        yield "units", "no column or title names the unit that reports"


def _columns(source: Source) -> Iterator[tuple[str, Column]]:
    """Columns and titles, with the table of the file they stand in; words of headings, too."""
    for table, columns in (("columns", source.layout.columns), ("titles", source.layout.titles)):
        for column in columns:
            yield table, column
            if column.word is not None:
                yield table, column.word


def _provenance(source: Source) -> set[str]:
    return {column.fills for column in source.layout.columns if column.role == "provenance"}


def _fixed(id: str, value: str, source: Source, structure: Structure) -> Iterator[tuple[str, str]]:
    for message in _value(id, "" if "{" in value else value, structure):
        yield f"fixed.{id}", message
    for word in sorted(set(_PLACEHOLDER.findall(value)) - _provenance(source)):
        yield f"fixed.{id}", f"no column holds the {{{word}}} of a row"


def _column(column: Column, structure: Structure, definitions: Collection) -> Iterator[str]:
    if ("{word}" in column.heading) and column.word is None and column.role == "values":
        yield "nothing says what the {word} of the heading fills"
    if column.role == "component":
        for code in ("", column.residual, *column.codes.values()):
            yield from _value(column.fills, code, structure)
    for id, code in column.sets.items():
        yield from _value(id, code, structure)
    if column.map is not None:
        yield from _mapped(column, structure, definitions)


def _mapped(column: Column, structure: Structure, definitions: Collection) -> Iterator[str]:
    found = definitions.registry.get(Link("representationmap", column.map or _NONE))
    if not isinstance(found, RepresentationMap):
        yield f"there is no representation map {column.map}"
        return
    component = structure.component(column.fills)
    codes = structure.codes_of(component) if component else {}
    target = definitions.registry.get(Link("codelist", found.target))
    above = {item.id: item.parent for item in getattr(target, "items", ())}
    for word, code in _targets(found):
        reached = code
        while column.to_ancestor and reached and column.prefix + reached not in codes:
            reached = above.get(reached, "")
        if codes and column.prefix + reached not in codes:
            yield f"{word!r} becomes {column.prefix + code}, which {column.fills} has not"


def _targets(found: RepresentationMap) -> Iterator[tuple[str, str]]:
    yield from found.mappings.items()
    for word, shares in found.splits.items():
        yield from ((word, share.code) for share in shares)


def _aggregates(
    source: Source, structure: Structure, definitions: Collection
) -> Iterator[tuple[str, str]]:
    for position, aggregate in enumerate(source.aggregates):
        key = f"aggregates.{position}"
        codes = list(aggregate.codes.values())
        if aggregate.map is not None:
            found = definitions.registry.get(Link("representationmap", aggregate.map))
            if isinstance(found, RepresentationMap):
                codes += [aggregate.prefix + code for code in found.mappings.values()]
            else:
                yield key, f"there is no representation map {aggregate.map}"
        for code in dict.fromkeys(codes or [""]):
            yield from ((key, message) for message in _value(aggregate.component, code, structure))


def _stated(column: Column) -> set[str]:
    """Components that the heading of a column of figures states."""
    return {*column.sets, *([column.word.fills] if column.word else [])}


def _value(id: str, value: str, structure: Structure) -> Iterator[str]:
    """What is wrong with a value of a component; "" for its existence alone."""
    component = structure.component(id)
    if component is None:
        yield f"{structure.dsd.ref} has no component {id}"
    elif value and (codes := structure.codes_of(component)) and value not in codes:
        yield f"{id} has no code {value!r}"


def _unfilled(source: Source, structure: Structure) -> list[str]:
    columns = source.layout.columns
    figures = [column for column in columns if column.role == "values"]
    filled = {*source.fixed, *_DERIVED, *(column.fills for column in columns)}
    filled |= {title.fills for title in source.layout.titles}
    filled |= set.intersection(*map(_stated, figures)) if figures else set()
    if figures and all("{period}" in column.heading for column in figures):
        filled.add("TIME_PERIOD")
    dimensions = [*structure.dimensions, *filter(None, [structure.time])]
    return [
        component.id
        for component in dimensions
        if component.id not in filled and structure.constant(component) is None
    ]
