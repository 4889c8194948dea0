"""What we write, sdmx1 and pysdmx read back equal, for the pairs that `readers.toml` lists."""

import io
import tomllib
from pathlib import Path

import msgspec
import pytest
import sdmx
from pysdmx.io import read_sdmx
from pysdmx.io.json.sdmxjson2.messages import JsonStructureMessage
from pysdmx.model import DataStructureDefinition, decoders

from api.formats import STRUCTURE
from api.model.artefact import Dataflow, DataStructure, ItemScheme, ProvisionAgreement
from api.model.query import ArtefactQuery, StructureQuery
from api.model.ref import FIXED_VERSION
from api.model.representation_map import RepresentationMap
from api.resources.structure import find
from tests.artefacts import REGISTRY
from tests.formats.test_structure import written

READERS = tomllib.loads((Path(__file__).parent.parent / "readers.toml").read_text())["structure"]
FORMATS = {found.write.__module__.rpartition(".")[2]: found for found in STRUCTURE}
CASES = [
    (format, reader, kind)
    for format, readers in READERS.items()
    for reader, kinds in readers.items()
    for kind in kinds
]


def test_every_format_says_who_reads_it():
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize(("format", "reader", "kind"), CASES)
def test_reads_back_equal(format, reader, kind):
    artefacts = [
        found
        for found in REGISTRY.of_kind(kind)
        if not (isinstance(found, RepresentationMap) and found.source is None)
    ]
    children = [child for found in artefacts for child in REGISTRY.children(found)]
    read_with = children if kind == "datastructure" else []
    message = written(FORMATS[format], [*artefacts, *read_with])
    read = {"sdmx1": _sdmx1, "pysdmx": _pysdmx}[reader](format, message)
    for artefact in artefacts:
        ours = _ours(artefact, reader)
        (theirs,) = [found for found in read if _same(found, ours)]
        assert theirs == {name: value for name, value in ours.items() if name in theirs}
        assert len(theirs) >= 4


def _same(theirs, ours):
    return all(theirs[name] == ours[name] for name in ("id", "version", "kind"))


def _kind(artefact):
    """What both readers call it, near enough: the class without dialects of it."""
    name = type(artefact).__name__.lower()
    names = {
        "datastructuredefinition": "datastructure",
        "dataflowdefinition": "dataflow",
        "contentconstraint": "dataconstraint",
        "hierarchicalcodelist": "hierarchy",
        "metadatastructuredefinition": "metadatastructure",
        "structureset": "representationmap",
    }
    return names.get(name, name)


def _ours(artefact, reader):
    version = artefact.ref.version
    plain = {
        "kind": artefact.kind,
        "id": artefact.ref.id,
        "version": "1.0" if artefact.kind in FIXED_VERSION else version.partition("-")[0],
        "agency": artefact.ref.agency,
        "name": dict(artefact.name) if reader == "sdmx1" else artefact.name["en"],
    }
    if isinstance(artefact, ItemScheme):
        plain["items"] = sorted(item.id.rpartition(".")[2] for item in artefact.items)
    if isinstance(artefact, DataStructure):
        plain["components"] = [_component(component) for component in artefact.components]
    if isinstance(artefact, Dataflow):
        plain["structure"] = artefact.structure.id
    if isinstance(artefact, ProvisionAgreement):
        plain["provider"] = artefact.provider.item
    return plain


def _component(component):
    codelist = component.representation.codelist
    return (
        component.id,
        component.concept.item,
        codelist.id if codelist else "",
    )


def _sdmx1(_, message):
    found = sdmx.read_sdmx(io.BytesIO(message))
    return [_from_sdmx1(artefact) for artefact in found.iter_objects()]


def _from_sdmx1(artefact):
    version = artefact.version and str(artefact.version).partition("-")[0]
    plain = {
        "kind": _kind(artefact),
        "id": artefact.id,
        "version": version or "1.0",
        "agency": artefact.maintainer and artefact.maintainer.id,
        "name": dict(artefact.name.localizations),
    }
    if not plain["name"]:
        del plain["name"]  # sdmx1 drops those of structure sets and of structures in 3.0
    if isinstance(artefact, sdmx.model.common.ItemScheme):
        plain["items"] = sorted(item.id for item in artefact)
    if isinstance(artefact, sdmx.model.common.BaseDataStructureDefinition):
        plain["components"] = [
            _from_sdmx1_component(component)
            for listed in (artefact.dimensions, artefact.measures, artefact.attributes)
            for component in listed.components
        ]
    if plain["kind"] == "dataflow":
        plain["structure"] = artefact.structure.id
    if plain["kind"] == "provisionagreement":
        plain["provider"] = artefact.data_provider.id
    return plain


def _from_sdmx1_component(component):
    codelist = component.local_representation.enumerated
    return (component.id, component.concept_identity.id, "" if codelist is None else codelist.id)


def _pysdmx(format, message):
    if "json" in format:
        # What `read_sdmx` does after a validation that the official schemas do elsewhere.
        decoder = msgspec.json.Decoder(JsonStructureMessage, dec_hook=decoders)
        found = decoder.decode(message).to_model()
    else:
        found = read_sdmx(message.decode(), validate=False)
    return [_from_pysdmx(artefact) for artefact in found.structures]


def _from_pysdmx(artefact):
    agency = artefact.agency if isinstance(artefact.agency, str) else artefact.agency.id
    plain = {
        "kind": _kind(artefact),
        "id": artefact.id,
        "version": artefact.version.partition("-")[0],
        "agency": agency,
        "name": artefact.name,
    }
    if plain["name"] == artefact.id:
        del plain["name"]  # pysdmx puts the id in the place of an organisation scheme's name
    if hasattr(artefact, "items"):
        plain["items"] = sorted(_ids(artefact.items))
    if isinstance(artefact, DataStructureDefinition):
        order = {"D": 0, "M": 1, "A": 2}
        components = sorted(artefact.components, key=lambda found: order[found.role.value])
        plain["components"] = [_from_pysdmx_component(component) for component in components]
    if plain["kind"] == "dataflow":
        structure = artefact.structure
        urn = structure if isinstance(structure, str) else f":{structure.id}("
        plain["structure"] = urn.rpartition(":")[2].partition("(")[0]
    if plain["kind"] == "provisionagreement":
        provider = getattr(artefact, "provider", None) or artefact.data_provider
        plain["provider"] = str(provider).rpartition(".")[2]
    return plain


def _ids(items):
    """Ids of items and of the items inside them."""
    for item in items:
        yield item.id.rpartition(".")[2]
        yield from _ids(getattr(item, "categories", None) or ())


def _from_pysdmx_component(component):
    found = component.local_codes
    codelist = str(component.local_enum_ref or "") if found is None else found.id
    concept = component.concept
    concept_id = getattr(concept, "item_id", None) or concept.id
    return (component.id, concept_id, codelist.rpartition(":")[2].partition("(")[0])


@pytest.mark.parametrize(
    "kind", ["dataflow", "datastructure", "codelist", "categoryscheme", "dataproviderscheme"]
)
def test_sdmx1_reads_all_references_of_rest_1(kind):
    """What `sdmx.Client` asks for; kinds it has no reader for would cost it the whole answer."""
    query = StructureQuery(
        dialect="v1",
        kinds=(kind,),
        artefacts=ArtefactQuery(versions=("latest",)),
        references=("all",),
    )
    answer = find(query, REGISTRY)
    read = _sdmx1("sdmx_ml_2_1", written(FORMATS["sdmx_ml_2_1"], answer))
    asked = {found.ref.id for found in answer if found.kind == kind}
    assert asked <= {found["id"] for found in read if found["kind"] == kind}


@pytest.mark.parametrize("format", ["sdmx_json_2_0", "sdmx_json_2_1"])
def test_pysdmx_reads_all_references(format):
    query = StructureQuery(dialect="v2", kinds=("dataflow",), references=("descendants", "all"))
    answer = find(query, REGISTRY)
    read = _pysdmx(format, written(FORMATS[format], answer))
    assert {"DF_OUT", "DSD_OUT", "CL_SEX", "PA_DOLAB"} <= {found["id"] for found in read}
