"""Regions of a cube: keys and filters as sets of codes per dimension."""

from collections.abc import Iterable, Mapping

from api.errors import InvalidSyntax
from api.model.nearest import shown
from api.model.query import Key
from api.model.structure import Structure

#: Index into `Structure.dimensions` -> codes; a dimension that is left out may have any.
Region = Mapping[int, frozenset[str]]


def key_regions(keys: tuple[Key, ...], structure: Structure) -> tuple[Region, ...]:
    """The regions of these keys, joined where they differ in one dimension only.

    Codes that do not exist are left out, and with its last code a region. Raises InvalidSyntax
    for a key whose positions are not those of the structure.
    """
    found = [_region(_fitted(key, structure), structure) for key in keys]
    return _joined([region for region in found if region is not None], len(structure.dimensions))


def restricted(regions: Iterable[Region], index: int, codes: frozenset[str]) -> tuple[Region, ...]:
    """The parts of the regions where the dimension has one of these codes."""
    found = []
    for region in regions:
        kept = region[index] & codes if index in region else codes
        if kept:
            found.append({**region, index: kept})
    return tuple(found)


def _fitted(key: Key, structure: Structure) -> Key:
    """The key without positions that are surplus but empty (clients write dots for all)."""
    wanted = len(structure.dimensions)
    slots = key.slots
    while len(slots) > wanted and slots[-1] is None:
        slots = slots[:-1]
    if len(slots) == wanted or (key.open_ended and len(slots) < wanted):
        return Key(slots, key.open_ended)
    names = ".".join(structure.key_ids)
    raise InvalidSyntax(
        f"key {shown(key_text(key))} has {_positions(len(key.slots))}; "
        f"{structure.dataflow.ref} has {wanted}: {names}"
    )


def _positions(count: int) -> str:
    return f"{count} position" + ("s" if count > 1 else "")


def key_text(key: Key) -> str:
    """The key as its dialect writes it: any code is nothing in REST 1, and `*` in REST 2."""
    anything = ("*",) if key.open_ended else ()
    return ".".join("+".join(slot or anything) for slot in key.slots) if key.slots else "all"


def _region(key: Key, structure: Structure) -> Region | None:
    region: dict[int, frozenset[str]] = {}
    for index, (slot, dimension) in enumerate(
        zip(key.slots, structure.dimensions, strict=False),
    ):
        if slot is None:
            continue
        known = structure.codes_of(dimension)
        codes = frozenset(code for code in slot if code in known) if known else frozenset(slot)
        if not codes:
            return None
        region[index] = codes
    return region


def _joined(regions: list[Region], dimensions: int) -> tuple[Region, ...]:
    """Fewer regions with the same union: those alike but for one dimension become one."""
    for index in range(dimensions):
        alike: dict[frozenset[tuple[int, frozenset[str]]], Region] = {}
        for region in regions:
            rest = frozenset((place, codes) for place, codes in region.items() if place != index)
            before = alike.get(rest)
            if before is None:
                alike[rest] = region
            elif index not in before or index not in region:
                alike[rest] = dict(rest)
            else:
                alike[rest] = {**region, index: before[index] | region[index]}
        regions = list(alike.values())
    return tuple(regions)
