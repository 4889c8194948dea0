"""What formats say in annotations because their edition has no place for it."""

from api.model.artefact import Annotation, DataConstraint
from api.model.representation_map import RepresentationMap
from api.model.text import DEFAULT_LANGUAGE


def metrics(constraint: DataConstraint) -> tuple[Annotation, ...]:
    """Counts of a constraint, the way before 3.1 (SDMX-REST 1.5, availability)."""
    counts = (("series_count", constraint.series_count), ("obs_count", constraint.obs_count))
    return tuple(
        Annotation(id=id, title=str(count), type="sdmx_metrics")
        for id, count in counts
        if count is not None
    )


def coverage(constraint: DataConstraint) -> tuple[Annotation, ...]:
    """The time a constraint covers, in the 3.0 family.

    deviates: SDMX 3.0 `CubeRegionType` has time ranges, but sdmx1 and pysdmx refuse a message with
    a key value that is a range, and with it everything else in the answer.
    """
    names = ("time_period_start", "time_period_end")
    return tuple(
        Annotation(id=id, title=period, type="sdmx_metrics")
        for region in constraint.regions
        if region.time
        for id, period in zip(names, region.time, strict=True)
    )


def exclusions(artefact: RepresentationMap) -> tuple[Annotation, ...]:
    """What a map leaves out by name, and why, and what it divides: no edition has elements for it.

    A word divided over several codes is no mapping of the standard, whose readers would count it
    once under each; so its shares stand here.
    """
    excluded = (
        Annotation(type="EXCLUDED", title=word, text={DEFAULT_LANGUAGE: reason})
        for word, reason in artefact.excluded.items()
    )
    divided = (
        Annotation(type="SPLIT", title=word, text={DEFAULT_LANGUAGE: _divided(word, artefact)})
        for word in artefact.splits
    )
    return (*excluded, *divided)


def _divided(word: str, artefact: RepresentationMap) -> str:
    shares = ", ".join(f"{share.code} {share.share}" for share in artefact.splits[word])
    return f"{shares} ({artefact.shares_source})"


def mapping_note(text: str) -> tuple[Annotation, ...]:
    """The note on a mapping."""
    return (Annotation(type="NOTE", text={DEFAULT_LANGUAGE: text}),) if text else ()
