"""Which artefacts a query names, and what to say when there is none."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from api.errors import NoResults
from api.model.artefact import Maintainable
from api.model.nearest import nearest
from api.model.query import ArtefactQuery
from api.model.ref import Ref
from api.model.version import VersionPattern

A = TypeVar("A", bound=Maintainable)

#: So many artefacts of a kind are named where nothing is near; more are counted.
_FEW = 6


def matching(asked: ArtefactQuery, candidates: Iterable[A]) -> list[A]:
    """The candidates asked for, in their order; "latest" counts per agency and id."""
    named = [
        one
        for one in candidates
        if _meant(asked.agencies, one.ref.agency) and _meant(asked.ids, one.ref.id)
    ]
    versions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in named:
        versions[one.ref.agency, one.ref.id].append(one.ref.version)
    patterns = [VersionPattern.parse(text) for text in asked.versions]
    selected = {
        (*name, version)
        for name, found in versions.items()
        for pattern in patterns
        for version in pattern.select(found)
    }
    return [one for one in named if (one.ref.agency, one.ref.id, one.ref.version) in selected]


def no_match(asked: ArtefactQuery, what: str, candidates: Iterable[Maintainable]) -> NoResults:
    """Say which part of the name finds nothing, and what comes nearest."""
    refs = [one.ref for one in candidates]
    text = f"{_any(asked.agencies)}:{_any(asked.ids)}({','.join(asked.versions)})"
    same_id = [ref for ref in refs if _meant(asked.ids, ref.id)]
    same_name = [ref for ref in same_id if _meant(asked.agencies, ref.agency)]
    by_id = {ref.id: ref for ref in refs}
    alike = [by_id[id] for asked_id in asked.ids[:3] for id in nearest(asked_id, by_id)]
    near = same_name[-3:] or same_id[-3:] or alike
    return NoResults(f"no {what} {text[:200]}; {_advice(near, refs)}")


def _advice(near: Sequence[Ref], all: Sequence[Ref]) -> str:
    if near:
        return f"nearest: {', '.join(map(str, near))}"
    if 0 < len(all) <= _FEW:
        return f"there is {', '.join(map(str, all))}"
    return f"there are {len(all)} of them"


def _meant(names: tuple[str, ...], name: str) -> bool:
    return "*" in names or name in names


def _any(names: tuple[str, ...]) -> str:
    return ",".join(names)
