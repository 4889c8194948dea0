"""Whether a query asks for all that a dataflow has: such answers are large and asked for again."""

from dataclasses import replace

from api.model.artefact import DataConstraint
from api.model.registry import Registry
from api.model.selection import Part, Selection


def everything(part: Part) -> Part:
    """A part without its conditions."""
    return replace(
        part, regions=({},), dimension_tests=(), period=None, attribute_tests=(), measure_test=None
    )


def is_whole(selection: Selection) -> bool:
    """Whether nothing is left out of what a dataflow, or an agreement, has now or had once."""
    return all(_is_whole(part) for part in selection.parts)


def _is_whole(part: Part) -> bool:
    limits = (part.first_n, part.last_n, part.limit, part.updated_after)
    cut = any(one is not None for one in limits) or part.offset or part.include_history
    return not cut and part == everything(part)


def whole_count(selection: Selection, registry: Registry) -> int | None:
    """Observations in the whole of dataflows as they are now, which their constraints tell.

    None for anything less, or where a constraint does not say.
    """
    if not is_whole(selection) or any(_has_constraint_of_its_own(one) for one in selection.parts):
        return None
    counts = _counts(registry)
    found = [counts.get(part.structure.dataflow.link) for part in selection.parts]
    return sum(one or 0 for one in found) if None not in found else None


def _has_constraint_of_its_own(part: Part) -> bool:
    """Whether the dataflow's constraint of today does not tell of the part."""
    return part.agreements is not None or part.as_of is not None or part.series_keys_only


def _counts(registry: Registry) -> dict[object, int | None]:
    return {
        one.attachment[0]: one.obs_count
        for one in registry.of_kind("dataconstraint")
        if isinstance(one, DataConstraint) and one.role == "Actual"
    }
