"""Hierarchies in SDMX-ML. 2.1 wraps each in a hierarchical codelist of the same id."""

from collections.abc import Iterable, Sequence

from api.formats._naming import version_2_1
from api.formats._structure_ml.pen import Pen
from api.formats._xml import escape_attribute
from api.model.artefact import Maintainable
from api.model.hierarchy import HierarchicalCode, Hierarchy, HierarchyAssociation, Level
from api.model.ref import Link


def hierarchy(artefact: Maintainable, pen: Pen) -> str:
    """`str:Hierarchy`. The 3.x schema wants a code in every hierarchy, in stubs too: the first
    stands there without what is below it."""
    assert isinstance(artefact, Hierarchy)  # noqa: S101 - the table of kinds says so
    names = pen.names(artefact.annotations, artefact.name, artefact.description)
    formal = "true" if artefact.levels else "false"
    if artefact.is_external:
        body = _codes(artefact.codes[:1], pen, deep=False)
    else:
        body = _levels(artefact.levels, pen) + _codes(artefact.codes, pen)
    return (
        f'<str:Hierarchy{pen.head(artefact)} hasFormalLevels="{formal}">{names}{body}'
        "</str:Hierarchy>"
    )


def hierarchical_codelist(artefact: Maintainable, pen: Pen) -> str:
    """`str:HierarchicalCodelist` of 2.1."""
    assert isinstance(artefact, Hierarchy)  # noqa: S101
    names = pen.names(artefact.annotations, artefact.name, artefact.description)
    body = ""
    if not artefact.is_external:
        leveled = "true" if artefact.levels else "false"
        ref = artefact.ref
        urn = (
            "urn:sdmx:org.sdmx.infomodel.codelist.Hierarchy="
            f"{ref.agency}:{ref.id}({version_2_1(ref.version)}).{ref.id}"
        )
        body = (
            _included(artefact, pen)
            + f'<str:Hierarchy id="{ref.id}" urn="{urn}" leveled="{leveled}">'
            + pen.names((), artefact.name, {})
            + _codes(artefact.codes, pen)
            + _levels(artefact.levels, pen)
            + "</str:Hierarchy>"
        )
    return f"<str:HierarchicalCodelist{pen.head(artefact)}>{names}{body}</str:HierarchicalCodelist>"


def association(artefact: Maintainable, pen: Pen) -> str:
    """`str:HierarchyAssociation` of 3.x; hierarchy and object are required of stubs too."""
    assert isinstance(artefact, HierarchyAssociation)  # noqa: S101
    names = pen.names(artefact.annotations, artefact.name, artefact.description)
    body = pen.reference("str:LinkedHierarchy", artefact.hierarchy)
    body += pen.reference("str:LinkedObject", artefact.linked)
    if artefact.context:
        body += pen.reference("str:ContextObject", artefact.context)
    return f"<str:HierarchyAssociation{pen.head(artefact)}>{names}{body}</str:HierarchyAssociation>"


def _included(artefact: Hierarchy, pen: Pen) -> str:
    """The codelists the codes come from, each once."""
    lists = dict.fromkeys(link.maintainable for link in artefact.links())
    return "".join(
        pen.reference("str:IncludedCodelist", link).replace(
            "<str:IncludedCodelist>", f'<str:IncludedCodelist alias="{link.ref.id}">', 1
        )
        for link in lists
    )


def _codes(codes: Iterable[HierarchicalCode], pen: Pen, *, deep: bool = True) -> str:
    return "".join(_code(code, pen, deep) for code in codes)


def _code(code: HierarchicalCode, pen: Pen, deep: bool) -> str:
    below = _codes(code.children, pen) if deep else ""
    level = pen.local("str:Level", code.level) if deep and code.level else ""
    return (
        f'<str:HierarchicalCode id="{escape_attribute(code.id)}">'
        f"{pen.annotations(code.annotations)}{_reference(code.code, pen)}{below}{level}"
        "</str:HierarchicalCode>"
    )


def _reference(code: Link, pen: Pen) -> str:
    return pen.reference("str:Code", code)


def _levels(levels: Sequence[Level], pen: Pen) -> str:
    """Levels stand inside one another, the top one outside."""
    if not levels:
        return ""
    first = levels[0]
    names = pen.names((), first.name, first.description)
    return f'<str:Level id="{first.id}">{names}{_levels(levels[1:], pen)}</str:Level>'
