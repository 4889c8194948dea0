"""`/schema`: which data are valid for a data structure, dataflow or provision agreement.

SDMX-REST 1.5 and 2.2, schema queries: constraints of the context and of all above it cumulate.
"""

from api.errors import InvalidSemantics, InvalidSyntax, NoResults, Unsupported
from api.model.artefact import DataConstraint, DataStructure, ItemScheme, Maintainable
from api.model.dataset import Header
from api.model.nearest import listed, nearest, shown
from api.model.partial import allowed, constraints_of, context_of, trim
from api.model.query import SchemaQuery
from api.model.ref import Link
from api.model.references import agency_scheme
from api.model.registry import Registry
from api.model.schema_message import SchemaMessage
from api.model.structure import ALL_DIMENSIONS
from api.model.structure_message import StructureMessage
from api.model.version import VersionPattern

#: Contexts whose data have a structure-specific schema.
_CONTEXTS = ("datastructure", "dataflow", "provisionagreement")


def schema(query: SchemaQuery, registry: Registry, header: Header) -> SchemaMessage:
    """Answer a schema query.

    Raises Unsupported for reference metadata, NoResults for what there is not, InvalidSyntax for a
    version that cannot be read, InvalidSemantics for a dimension or measure there is not.
    """
    if query.context not in _CONTEXTS:
        raise Unsupported(
            f"schemas are for {listed(_CONTEXTS)}; {query.context} describes reference metadata, "
            "which this service writes in generic messages, of one schema for all"
        )
    context = _context(query, registry)
    members = context_of(registry, context)
    dsd = members[-1]
    assert isinstance(dsd, DataStructure)  # noqa: S101 - the last of a context always is
    codes, constrained = _codes(context, dsd, registry)
    return SchemaMessage(
        context=context.link,
        dsd=dsd,
        codes=codes,
        constrained=constrained,
        dimension=_dimension(query, dsd),
        deletion=query.deletion,
        structures=StructureMessage(header=header, artefacts=_artefacts(context, dsd, registry)),
    )


def _context(query: SchemaQuery, registry: Registry) -> Maintainable:
    named = [
        found
        for found in registry.of_kind(query.context)
        if (found.ref.agency, found.ref.id) == (query.agency, query.id)
    ]
    pattern = VersionPattern.parse(query.version)
    versions = pattern.select(found.ref.version for found in named)[-1:]
    for found in named:
        if found.ref.version in versions:
            return found
    known = {str(found.ref): found.ref.id for found in registry.of_kind(query.context)}
    near = nearest(query.id, known.values())
    refs = [ref for ref, id in known.items() if id in near]
    asked = shown(f"{query.agency}:{query.id}({query.version})")
    raise NoResults(
        f"no {query.context} {asked}" + (f"; nearest: {', '.join(refs[:3])}" if refs else "")
    )


def _dimension(query: SchemaQuery, dsd: DataStructure) -> str:
    """The dimension at the observation. Time if there is one, unless the query says otherwise."""
    if query.explicit_measure:
        raise InvalidSemantics(
            f"{dsd.ref} has no measure dimension, so its measures cannot be explicit; "
            "ask without explicitMeasure"
        )
    ids = [found.id for found in dsd.components if found.role in ("dimension", "time")]
    time = next((found.id for found in dsd.components if found.role == "time"), "")
    asked = query.dimension_at_observation
    if asked is None:
        return time or ALL_DIMENSIONS
    if asked in ids or asked == ALL_DIMENSIONS:
        return asked
    known = any(found.id == asked for found in dsd.components)
    raise (InvalidSemantics if known else InvalidSyntax)(
        f"dimensionAtObservation {shown(asked)} is no dimension of {dsd.ref}; "
        f"it has {listed([*ids, ALL_DIMENSIONS], 'and')}"
    )


def _codes(
    context: Maintainable, dsd: DataStructure, registry: Registry
) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Codes per coded component, and the components constraints take codes from."""
    limits = allowed(registry, context)
    codes: dict[str, tuple[str, ...]] = {}
    constrained: set[str] = set()
    for component in dsd.components:
        codelist = component.representation.codelist
        scheme = registry.get(Link("codelist", codelist)) if codelist else None
        if not isinstance(scheme, ItemScheme):
            continue
        left = limits.get(component.id)
        kept = tuple(item.id for item in scheme.items if left is None or item.id in left)
        codes[component.id] = kept
        if len(kept) < len(scheme.items):
            constrained.add(component.id)
    return codes, frozenset(constrained)


def _artefacts(
    context: Maintainable, dsd: DataStructure, registry: Registry
) -> tuple[Maintainable, ...]:
    """Structure, then its lists cut down to what is allowed and used, then constraints.

    Constraints tell apart the components that share a codelist.
    """
    constraints: list[DataConstraint] = constraints_of(registry, context)
    agencies = {
        agency_scheme(found.ref.agency) for found in (dsd, *registry.children(dsd), *constraints)
    }
    schemes = [found for link in sorted(agencies) if (found := registry.get(link))]
    brought = trim(registry, (context,), (dsd, *registry.children(dsd), *schemes))
    return (*brought, *constraints)
