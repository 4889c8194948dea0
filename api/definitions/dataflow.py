"""Dataflows: `dataflows/DF_*.toml`, each with its data structure, constraint and category.

One file yields `DF_X`, the data structure `X`, its map to ILOSTAT's, the constraint `CR_DF_X` with
what is allowed, and the categorisation `CAT_DF_X` under the table it belongs to.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from api.definitions.allowed import allowed
from api.definitions.data_structure import TIME_ID, components
from api.definitions.ilostat_map import to_ilostat
from api.definitions.kind import Built, Deferred, Kind, Place
from api.definitions.shape import ArtefactShape, Reference, Shape, Wording, text_of
from api.model.artefact import (
    Annotation,
    Categorisation,
    CategoryScheme,
    ConceptScheme,
    Dataflow,
    DataStructure,
    Maintainable,
    Precedence,
)
from api.model.ref import Link, Ref
from api.model.report import Finding
from api.model.text import Text


class MeasureShape(Shape):
    """What is counted, and how the figures are to be read."""

    code: str = Field(description="Code of CL_MEASURE")
    unit_type: str = Field("NB", description="Code of CL_UNIT_MEASURE_TYPE")
    unit: str = Field(description="Code of CL_UNIT_MEASURE: PS persons, LC local currency")
    unit_mult: int = Field(ge=0, le=15, description="Power of ten the figures are divided by")
    decimals: int = Field(ge=0, le=15, description="Decimals to show; figures are not rounded")


class IlostatShape(Shape):
    """What the ILO calls it."""

    dataflow: str = Field(pattern=r"^DF_[A-Z0-9_]+$", description="Dataflow of agency ILO")
    legacy: str = Field(pattern=r"^[A-Z0-9_]+$", description="Indicator id of the first database")


class PrecedenceShape(Shape):
    """Whose figure stands where several agreements have one."""

    agreements: list[Reference] = Field(min_length=1, description="First the one that is taken")
    periods: list[str] = Field([], description="Periods it is about; left out, all of them")
    reason: Wording


class DataflowShape(ArtefactShape):
    """One table, or one half of a table that is kept by birth and by citizenship."""

    description: Wording
    table: int = Field(ge=1, le=21, description="Number of the ASEAN ILMS table")
    ilostat: IlostatShape
    dimensions: list[Annotated[str, Field(min_length=1)]] = Field(
        min_length=4, description="Ids in key order, TIME_PERIOD last"
    )
    measure: MeasureShape
    allowed: dict[str, list[str]] = Field(
        {}, description="Dimension -> codes, or classifications, that the table takes"
    )
    precedence: list[PrecedenceShape] = Field([], description="The first that fits decides")
    concepts: Reference = Ref("VN1", "CS_ILMS")
    categories: Reference = Ref("VN1", "CAS_ILMS")


def build(shape: DataflowShape, place: Place) -> Iterator[Built]:
    """A dataflow and what belongs to it; all but the dataflow once its concepts are there."""
    flow = Ref(shape.agency, place.stem, shape.version)
    structure = Ref(shape.agency, place.stem.removeprefix("DF_"), shape.version)
    yield _dataflow(shape, flow, structure)
    concepts, categories = _concepts(shape), Link("categoryscheme", shape.categories)

    def structured(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
        scheme = known[concepts]
        assert isinstance(scheme, ConceptScheme)  # noqa: S101 - the link's kind says so
        try:
            found = tuple(components(shape.dimensions, scheme))
        except KeyError as missing:
            id = missing.args[0]
            message = f"{scheme.ref} has no concept {id!r}"
            yield Finding(rule="UNKNOWN-CONCEPT", key="dimensions", value=id, message=message)
            return
        dsd = DataStructure(
            ref=structure,
            name=shape.name.text,
            description=text_of(shape.description),
            components=found,
        )
        yield dsd
        yield from to_ilostat(dsd, shape.ilostat.dataflow.removeprefix("DF_"))
        yield allowed(flow, shape.name.text, _limits(shape), found)

    def categorised(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
        yield _categorisation(shape, flow, known[categories])

    yield Deferred(needs={concepts: "concepts"}, make=structured)
    yield Deferred(needs={categories: "categories"}, make=categorised)


KIND = Kind("dataflows/DF_*.toml", DataflowShape, build)


def _concepts(shape: DataflowShape) -> Link:
    return Link("conceptscheme", shape.concepts)


def _dataflow(shape: DataflowShape, ref: Ref, structure: Ref) -> Dataflow:
    measure = shape.measure
    return Dataflow(
        ref=ref,
        name=shape.name.text,
        description=text_of(shape.description),
        annotations=tuple(_notes(shape)),
        structure=structure,
        table=shape.table,
        constants={
            "MEASURE": measure.code,
            "UNIT_MEASURE_TYPE": measure.unit_type,
            "UNIT_MEASURE": measure.unit,
            "UNIT_MULT": str(measure.unit_mult),
            "DECIMALS": str(measure.decimals),
        },
        precedence=tuple(
            Precedence(
                agreements=tuple(rule.agreements),
                periods=frozenset(rule.periods),
                reason=rule.reason.text,
            )
            for rule in shape.precedence
        ),
    )


def _notes(shape: DataflowShape) -> Iterator[Annotation]:
    """What the ILO calls it, and how .Stat lays it out (its annotations on dataflows)."""
    *others, last = [id for id in shape.dimensions if id not in _HEAD]
    for type, title in (
        ("ILMS_TABLE", str(shape.table)),
        ("ILOSTAT_DATAFLOW", f"ILO:{shape.ilostat.dataflow}(1.0)"),
        ("LEGACY_ID", shape.ilostat.legacy),
        ("LAYOUT_ROW", last),
        ("LAYOUT_COLUMN", TIME_ID),
        ("LAYOUT_ROW_SECTION", ",".join(others)),
        ("DEFAULT", "FREQ=A"),
    ):
        if title:
            yield Annotation(type=type, title=title)


#: Dimensions every table has; what stands between them are its classifications.
_HEAD = ("REF_AREA", "FREQ", "MEASURE", TIME_ID)


def _limits(shape: DataflowShape) -> Mapping[str, list[str]]:
    return {"MEASURE": [shape.measure.code], **shape.allowed}


def _categorisation(
    shape: DataflowShape, flow: Ref, scheme: Maintainable
) -> Categorisation | Finding:
    assert isinstance(scheme, CategoryScheme)  # noqa: S101 - the link's kind says so
    leaf = f"TABLE_{shape.table:02}"
    paths = [item.id for item in scheme.items if item.id.rpartition(".")[2] == leaf]
    if not paths:
        message = f"{scheme.ref} has no category {leaf}"
        return Finding(rule="UNKNOWN-TABLE", key="table", value=leaf, message=message)
    name: Text = {tag: f"{text} ({leaf})" for tag, text in shape.name.text.items()}
    return Categorisation(
        ref=Ref(flow.agency, f"CAT_{flow.id}", flow.version),
        name=name,
        source=Link("dataflow", flow),
        target=Link("categoryscheme", scheme.ref, paths[0]),
    )
