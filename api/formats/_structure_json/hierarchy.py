"""Hierarchies in SDMX-JSON. 1.0 wraps each in a hierarchical codelist of the same id."""

from collections.abc import Iterable, Sequence

from api.formats._naming import version_2_1
from api.formats._structure_json.style import Object, Style, present
from api.model.artefact import Maintainable
from api.model.hierarchy import HierarchicalCode, Hierarchy, HierarchyAssociation, Level
from api.model.ref import Ref


def hierarchy(artefact: Maintainable, style: Style) -> Object:
    """A hierarchy of 2.x."""
    assert isinstance(artefact, Hierarchy)  # noqa: S101 - the table of kinds says so
    written = style.head(artefact)
    written["hasFormalLevels"] = bool(artefact.levels)
    if not artefact.is_external:
        written.update(_content(artefact, style))
    return written


def hierarchical_codelist(artefact: Maintainable, style: Style) -> Object:
    """A hierarchical codelist of 1.0."""
    assert isinstance(artefact, Hierarchy)  # noqa: S101
    written = style.head(artefact)
    if artefact.is_external:
        return written
    lists = dict.fromkeys(link.maintainable for link in artefact.links())
    written["includedCodelists"] = {link.ref.id: style.urn(link) for link in lists}
    inner = {
        "id": artefact.ref.id,
        **style.names((), artefact.name, {}),
        "leveled": bool(artefact.levels),
        **_content(artefact, style),
    }
    written["hierarchies"] = [inner]
    return written


def association(artefact: Maintainable, style: Style) -> Object:
    """A hierarchy association of 2.x."""
    assert isinstance(artefact, HierarchyAssociation)  # noqa: S101
    written = {
        **style.head(artefact),
        "linkedHierarchy": style.urn(artefact.hierarchy),
        "linkedObject": style.urn(artefact.linked),
    }
    if artefact.context:
        written["contextObject"] = style.urn(artefact.context)
    return written


def _content(artefact: Hierarchy, style: Style) -> Object:
    paths = _paths(artefact.levels, artefact.ref) if style.old else {}
    written: Object = {}
    if artefact.levels:
        written["level"] = _level(artefact.levels, style)
    written.update(present(hierarchicalCodes=_codes(artefact.codes, paths, style)))
    return written


def _paths(levels: Sequence[Level], ref: Ref) -> dict[str, str]:
    """Level -> its URN, which 1.0 refers to it by."""
    start = (
        "urn:sdmx:org.sdmx.infomodel.codelist.Level="
        f"{ref.agency}:{ref.id}({version_2_1(ref.version)}).{ref.id}"
    )
    return {
        level.id: ".".join((start, *(above.id for above in levels[: place + 1])))
        for place, level in enumerate(levels)
    }


def _codes(codes: Iterable[HierarchicalCode], levels: dict[str, str], style: Style) -> list[Object]:
    return [_code(code, levels, style) for code in codes]


def _code(code: HierarchicalCode, levels: dict[str, str], style: Style) -> Object:
    written: Object = {
        "id": code.id,
        **style.annotations(code.annotations),
        "code": style.urn(code.code),
        **present(hierarchicalCodes=_codes(code.children, levels, style)),
    }
    if code.level:
        written["level"] = levels.get(code.level, code.level)
    return written


def _level(levels: Sequence[Level], style: Style) -> Object:
    """Levels stand inside one another, the top one outside."""
    first = levels[0]
    written: Object = {"id": first.id, **style.names((), first.name, first.description)}
    if len(levels) > 1:
        written["level"] = _level(levels[1:], style)
    return written
