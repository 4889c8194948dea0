"""Item schemes in SDMX-ML, all editions."""

from collections.abc import Iterable

from api.formats._structure_ml.pen import Pen
from api.formats._structure_ml.representation import representation
from api.formats._xml import escape_attribute
from api.model.artefact import Annotation, Item, ItemScheme, Maintainable
from api.model.detail import NESTED
from api.model.ref import CLASSES, ITEM_CLASSES, Link, Ref

#: Flows are data or metadata that is provided, structures describe it (`ReportingCategoryType`).
_FLOWS = ("dataflow", "metadataflow")


def item_scheme(artefact: Maintainable, pen: Pen) -> str:
    """Any item scheme: `<str:Codelist>...</str:Codelist>`."""
    assert isinstance(artefact, ItemScheme)  # noqa: S101 - the table of kinds says so
    name = CLASSES[artefact.kind][1]
    parts = [
        f"<str:{name}{pen.head(artefact)}>",
        pen.names(artefact.annotations, artefact.name, artefact.description),
    ]
    if not artefact.is_external:
        if artefact.kind in NESTED:
            parts.append(_tree(artefact, pen))
        else:
            item_name = f"str:{ITEM_CLASSES[artefact.kind]}"
            parts += [_flat(item, item_name, pen) for item in artefact.items]
        if pen.raw and not pen.old:
            parts += [_extension(artefact, entry, pen) for entry in artefact.extends]
    parts.append(f"</str:{name}>")
    return "".join(parts)


def _flat(item: Item, name: str, pen: Pen) -> str:
    """A code, concept or organisation.

    deviates: SDMX 3.0 `CodeType` - parents must begin with a letter there, codes need not, which
    3.1 put right. In 3.0 such a parent stands in an annotation.
    """
    annotations = item.annotations
    parent = pen.local("str:Parent", item.parent) if item.parent else ""
    if pen.edition == "3.0" and parent and not item.parent[0].isalpha():
        parent = ""
        annotations = (*annotations, Annotation(type="PARENT", title=item.parent))
    body = pen.names(annotations, item.name, item.description) + parent
    if item.representation:
        body += representation("str:CoreRepresentation", item.representation, pen, basic=True)
    return f'<{name} id="{escape_attribute(item.id)}">{body}</{name}>'


def _tree(scheme: ItemScheme, pen: Pen) -> str:
    """Items named by path, inside one another; order among siblings is that of the scheme."""
    below: dict[str, list[Item]] = {}
    for item in scheme.items:
        below.setdefault(item.id.rpartition(".")[0], []).append(item)
    name = f"str:{ITEM_CLASSES[scheme.kind]}"
    return _branch(below, "", name, pen)


def _branch(below: dict[str, list[Item]], path: str, name: str, pen: Pen) -> str:
    parts: list[str] = []
    for item in below.get(path, ()):
        parts += [
            f'<{name} id="{escape_attribute(item.id.rpartition(".")[2])}">',
            pen.names(item.annotations, item.name, item.description),
            _branch(below, item.id, name, pen),
            _reported(item.structures, pen),
            f"</{name}>",
        ]
    return "".join(parts)


def _reported(links: Iterable[Link], pen: Pen) -> str:
    """The schema allows flows or structures, not both; flows say more."""
    links = tuple(links)
    flows = [link for link in links if link.kind in _FLOWS]
    if flows:
        return "".join(pen.reference("str:ProvisioningMetadata", link) for link in flows)
    return "".join(pen.reference("str:StructuralMetadata", link) for link in links)


def _extension(scheme: ItemScheme, entry: tuple[Ref, str], pen: Pen) -> str:
    ref, prefix = entry
    link = Link(scheme.kind, ref)
    start = f' prefix="{escape_attribute(prefix)}"' if prefix else ""
    return (
        f"<str:CodelistExtension{start}>"
        f"{pen.reference('str:Codelist', link)}</str:CodelistExtension>"
    )
