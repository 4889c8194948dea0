"""Item schemes in SDMX-JSON, all editions."""

from collections.abc import Iterable

from api.formats._structure_json.representation import representation
from api.formats._structure_json.style import Object, Style, present
from api.model.artefact import Item, ItemScheme, Maintainable
from api.model.detail import NESTED
from api.model.ref import Link

#: Kind -> property that holds the items.
_ITEMS = {
    "agencyscheme": "agencies",
    "categoryscheme": "categories",
    "codelist": "codes",
    "conceptscheme": "concepts",
    "dataconsumerscheme": "dataConsumers",
    "dataproviderscheme": "dataProviders",
    "metadataproviderscheme": "metadataProviders",
    "organisationunitscheme": "organisationUnits",
    "reportingtaxonomy": "reportingCategories",
}
#: Kinds whose items 1.0 gives the URN of their parent, others the id.
_PARENT_URN = frozenset(("conceptscheme", "organisationunitscheme"))
_FLOWS = ("dataflow", "metadataflow")


def item_scheme(artefact: Maintainable, style: Style) -> Object:
    """Any item scheme."""
    assert isinstance(artefact, ItemScheme)  # noqa: S101 - the table of kinds says so
    written = style.head(artefact)
    if artefact.is_external:
        return written
    property = _ITEMS[artefact.kind]
    if artefact.kind in NESTED:
        items = _tree(artefact, property, style)
    else:
        items = [_flat(item, artefact, style) for item in artefact.items]
    written.update(present(**{property: items}))
    if style.raw and not style.old:
        written.update(present(codelistExtensions=_extensions(artefact, style)))
    return written


def _extensions(artefact: ItemScheme, style: Style) -> list[Object]:
    return [
        {"codelist": style.urn(Link(artefact.kind, ref)), **({"prefix": prefix} if prefix else {})}
        for ref, prefix in artefact.extends
    ]


def _flat(item: Item, scheme: ItemScheme, style: Style) -> Object:
    written = {"id": item.id, **style.names(item.annotations, item.name, item.description)}
    if item.parent:
        written["parent"] = item.parent
        if style.old and scheme.kind in _PARENT_URN:
            written["parent"] = style.urn(Link(scheme.kind, scheme.ref, item.parent))
    if item.representation:
        written["coreRepresentation"] = representation(item.representation, style, basic=True)
    return written


def _tree(scheme: ItemScheme, property: str, style: Style) -> list[Object]:
    below: dict[str, list[Item]] = {}
    for item in scheme.items:
        below.setdefault(item.id.rpartition(".")[0], []).append(item)
    return _branch(below, "", property, style)


def _branch(below: dict[str, list[Item]], path: str, property: str, style: Style) -> list[Object]:
    return [
        {
            "id": item.id.rpartition(".")[2],
            **style.names(item.annotations, item.name, item.description),
            **present(**{property: _branch(below, item.id, property, style)}),
            **_reported(item.structures, style),
        }
        for item in below.get(path, ())
    ]


def _reported(links: Iterable[Link], style: Style) -> Object:
    """The schemas allow flows or structures, not both; flows say more."""
    links = tuple(links)
    flows = [style.urn(link) for link in links if link.kind in _FLOWS]
    if flows:
        return {"provisioningMetadata": flows}
    return present(structuralMetadata=[style.urn(link) for link in links])
