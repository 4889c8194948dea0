"""Figures of one key added up: rows, totals that the file lacks, wider classifications."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from api.model.artefact import Item
from api.model.source import Aggregate, Source, Total
from api.model.structure import Structure
from api.publish.reading import Reading, total
from api.publish.translate import Translator


def added_up(
    readings: Sequence[Reading], source: Source, structure: Structure, translator: Translator
) -> Sequence[Reading]:
    """Readings with what the source's file says is to be computed of them.

    Rows with one key are summed only where the layout says that they are parts; a total or a wider
    code that the file gives itself is never computed.
    """
    attributes = [each.id for each in structure.attributes if each.attachment == "observation"]
    status = attributes.index("OBS_STATUS") if "OBS_STATUS" in attributes else None
    computed = any(declared.computed for declared in source.totals.values())
    if not (computed or source.aggregates or source.layout.rows == "add"):
        return readings
    found = _by_place(readings, status) if source.layout.rows == "add" else list(readings)
    for dimension, declared in source.totals.items():
        if declared.computed:
            at = structure.key_ids.index(dimension)
            codes = _codes(dimension, structure)
            found += _totals(found, at, declared, codes, status)
    for aggregate in source.aggregates:
        at = structure.key_ids.index(aggregate.component)
        found += _wider(found, at, wider_code(aggregate, translator), status)
    return found


def wider_code(aggregate: Aggregate, translator: Translator) -> Callable[[str], str]:
    """Code -> the wider code it counts under; "" if it counts under none."""

    def wider(code: str) -> str:
        if code in aggregate.codes:
            return aggregate.codes[code]
        if aggregate.map is None or not code.startswith(aggregate.of):
            return ""
        word = code.removeprefix(aggregate.of)
        targets = translator.targets(translator.maps[aggregate.map], word)
        return aggregate.prefix + targets[0][0] if len(targets) == 1 else ""

    return wider


def is_part(code: str, declared: Total, codes: Mapping[str, Item]) -> bool:
    """Whether a code of a dimension is one of the parts of its total.

    Where classifications stand side by side in one list, parts are those with the total's parent.
    """
    if code in (declared.total, *declared.apart):
        return False
    ours, total_ = codes.get(code), codes.get(declared.total)
    return not (ours and total_ and total_.parent) or ours.parent == total_.parent


def _codes(dimension: str, structure: Structure) -> Mapping[str, Item]:
    component = structure.component(dimension)
    return structure.codes_of(component) if component else {}


def _by_place(readings: Sequence[Reading], status: int | None) -> list[Reading]:
    groups: dict[tuple[tuple[str, ...], str], array[int]] = defaultdict(lambda: array("I"))
    for at, reading in enumerate(readings):
        groups[reading.key, reading.period].append(at)
    return [total([readings[at] for at in places], status) for places in groups.values()]


def _totals(
    readings: Sequence[Reading],
    at: int,
    declared: Total,
    codes: Mapping[str, Item],
    status: int | None,
) -> Iterator[Reading]:
    groups: dict[tuple[tuple[str, ...], str], list[Reading]] = defaultdict(list)
    there = {(each.key, each.period) for each in readings}
    for each in readings:
        if is_part(each.key[at], declared, codes):
            key = (*each.key[:at], declared.total, *each.key[at + 1 :])
            groups[key, each.period].append(each)
    for (key, period), parts in groups.items():
        if (key, period) not in there and all(part.figure is not None for part in parts):
            yield total(parts, status)._replace(key=key)


def _wider(
    readings: Sequence[Reading], at: int, wider: Callable[[str], str], status: int | None
) -> Iterator[Reading]:
    groups: dict[tuple[tuple[str, ...], str], list[Reading]] = defaultdict(list)
    there = {(each.key, each.period) for each in readings}
    for each in readings:
        if code := wider(each.key[at]):
            groups[(*each.key[:at], code, *each.key[at + 1 :]), each.period].append(each)
    for (key, period), parts in groups.items():
        if (key, period) not in there:
            yield total(parts, status)._replace(key=key)


def persons(figures: Iterable[Decimal | None]) -> Decimal:
    """Sum of all figures there are."""
    return sum((figure for figure in figures if figure is not None), Decimal())
