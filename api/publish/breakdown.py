"""Which breakdowns of reporting units are sums of the country: those that every unit gave.

Most provinces report totals only. Their persons are in the total and in no country or sex, so the
sum over the provinces that do break down is a figure of those provinces, not of Viet Nam.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from api.model.artefact import Item
from api.model.source import Source, Total
from api.model.structure import Structure
from api.publish.add_up import is_part
from api.publish.reading import Reading
from api.publish.table import Misfit

_SEXES = Total(total="SEX_T")


def complete(
    readings: Sequence[Reading], source: Source, structure: Structure
) -> tuple[Sequence[Reading], list[Misfit]]:
    """Readings without the parts that some unit lacks, and one misfit for each breakdown left out.

    Sources without reporting units are complete.
    """
    if not source.units:
        return readings, []
    kept, misfits = list(readings), []
    for dimension, declared in {"SEX": _SEXES, **source.totals}.items():
        if dimension not in structure.key_ids or declared.computed:
            continue
        at = structure.key_ids.index(dimension)
        component = structure.component(dimension)
        codes = structure.codes_of(component) if component else {}
        for period, (lacking, of) in _lacking(kept, at, declared, codes).items():
            left = [each for each in kept if not _is_left(each, at, period, declared, codes)]
            if lacking and len(left) < len(kept):
                detail = f"{lacking} of {of} gave totals only"
                misfits.append(Misfit("TOTALS-ONLY", None, "", period, detail, dimension))
                kept = left
    return kept, misfits


def _lacking(
    readings: Sequence[Reading], at: int, declared: Total, codes: Mapping[str, Item]
) -> dict[str, tuple[int, int]]:
    """By period: units with persons in the total and none in any part; and all units."""
    totals: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    units: dict[str, set[str]] = defaultdict(set)
    for each in readings:
        units[each.period].add(each.unit)
        if is_part(each.key[at], declared, codes):
            parts[each.period].add(each.unit)
        elif each.figure:
            totals[each.period].add(each.unit)
    return {
        period: (len(totals[period] - parts[period]), len(found)) for period, found in units.items()
    }


def _is_left(
    reading: Reading, at: int, period: str, declared: Total, codes: Mapping[str, Item]
) -> bool:
    return reading.period == period and is_part(reading.key[at], declared, codes)
