"""Codelists for people: codes in order, with their place in the hierarchy."""

from api.errors import NoResults
from api.model.artefact import Codelist
from api.model.nearest import nearest
from api.model.ref import version_key
from api.resources.published import Published
from api.resources.shape import Shape
from api.resources.totals import is_total


class CodelistSummary(Shape):
    """A codelist without its codes."""

    id: str
    ref: str
    name: str
    description: str
    codes: int
    """How many codes it has."""


class CodeEntry(Shape):
    """One code in its place."""

    code: str
    label: str
    description: str
    parent: str | None
    depth: int
    """0 at the top."""
    total: bool
    unofficial: bool
    """Whether the Vietnamese name is an unofficial translation."""


class CodelistDetail(Shape):
    """A codelist with its codes, in the order of the list."""

    id: str
    ref: str
    name: str
    description: str
    codes: tuple[CodeEntry, ...]


def codelists(published: Published) -> tuple[CodelistSummary, ...]:
    """The latest version of every codelist, by id."""
    return tuple(
        CodelistSummary(
            id=one.ref.id,
            ref=str(one.ref),
            name=published.say(one.name),
            description=published.say(one.description),
            codes=len(one.items),
        )
        for _, one in sorted(_latest(published).items())
    )


def codelist(id: str, published: Published) -> CodelistDetail:
    """One codelist by id or reference; NoResults with the nearest ids if there is none."""
    known = _latest(published)
    by_ref = {str(one.ref): one for one in known.values()}
    found = known.get(id) or by_ref.get(id)
    if found is None:
        raise NoResults(f"no codelist {id[:200]!r}; nearest: {', '.join(nearest(id, known))}")
    depths: dict[str, int] = {}
    for item in found.items:
        depths[item.id] = depths[item.parent] + 1 if item.parent in depths else 0
    return CodelistDetail(
        id=found.ref.id,
        ref=str(found.ref),
        name=published.say(found.name),
        description=published.say(found.description),
        codes=tuple(
            CodeEntry(
                code=item.id,
                label=published.say(item.name),
                description=published.say(item.description),
                parent=item.parent or None,
                depth=depths[item.id],
                total=is_total(item),
                unofficial=any(note.type == "TRANSLATION" for note in item.annotations),
            )
            for item in found.items
        ),
    )


def _latest(published: Published) -> dict[str, Codelist]:
    latest: dict[str, Codelist] = {}
    for one in published.registry.of_kind("codelist"):
        # A list that another agency keeps is named here, not held.
        if isinstance(one, Codelist) and not one.is_external:
            known = latest.get(one.ref.id)
            if known is None or version_key(known.ref.version) < version_key(one.ref.version):
                latest[one.ref.id] = one
    return latest
