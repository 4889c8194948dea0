"""What formats say in annotations because their edition has no place for it."""

from api.model.artefact import Annotation, DataConstraint
from api.model.text import DEFAULT_LANGUAGE


def metrics(constraint: DataConstraint) -> tuple[Annotation, ...]:
    """Counts of a constraint, the way before 3.1 (SDMX-REST 1.5, availability)."""
    counts = (("series_count", constraint.series_count), ("obs_count", constraint.obs_count))
    return tuple(
        Annotation(id=id, title=str(count), type="sdmx_metrics")
        for id, count in counts
        if count is not None
    )


def mapping_note(text: str, *, excluded: bool) -> tuple[Annotation, ...]:
    """The note on a mapping, or the reason why there is none."""
    if not text:
        return ()
    kind = "EXCLUDED" if excluded else "NOTE"
    return (Annotation(type=kind, text={DEFAULT_LANGUAGE: text}),)
