"""Metadata messages in every format are valid, whole, and read back equal by who can read them."""

import csv
import io
import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from lxml import etree
from pysdmx.io.json.sdmxjson2.messages import JsonMetadataMessage
from pysdmx.model import decoders

from api.definitions.load import load
from api.formats import METADATA
from api.formats.base import Options
from api.model.dataset import Header
from api.model.query import ArtefactQuery, MetadataQuery
from api.resources.metadata import described, find
from tests.artefacts import REGISTRY
from tests.formats.schemas import metadata_faults

HEADER = Header(id="TEST_1", prepared=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), test=True)
OPTIONS = Options(base_url="https://ilms.example")
VIETNAMESE = Options(languages=("vi",), filter_languages=True, base_url="https://ilms.example")
FORMATS = {found.write.__module__.rpartition(".")[2]: found for found in METADATA}
XML = [name for name in FORMATS if "_ml_" in name]
JSON = [name for name in FORMATS if "_json_" in name]
CSV = [name for name in FORMATS if "_csv_" in name]
READERS = tomllib.loads((Path(__file__).parent.parent / "readers.toml").read_text())["metadata"]


def written(name, options=OPTIONS, *, registry=REGISTRY, **query):
    asked = MetadataQuery(
        dialect="v2",
        by="metadataset",
        artefacts=ArtefactQuery(ids=query.pop("ids", ("*",)), versions=("*",)),
        **query,
    )
    message = described(find(asked, registry), registry, HEADER)
    return b"".join(FORMATS[name].write(message, options))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("detail", ["full", "allstubs"])
@pytest.mark.parametrize("options", [OPTIONS, VIETNAMESE], ids=["all languages", "one language"])
def test_valid_and_whole(name, detail, options):
    format = FORMATS[name]
    message = written(name, options, detail=detail)
    assert metadata_faults(format.media_type, message) == []
    for id in (b"MDS_DOLAB", b"MDS_OTHERS"):
        assert id in message
    assert (b"Law 69/2020" in message) == (detail == "full" and options is OPTIONS)
    assert ("Luật 69/2020".encode() in message) == (detail == "full")


@pytest.fixture(scope="module")
def shipped():
    return load(Path(__file__).parents[2]).registry


@pytest.mark.parametrize("name", FORMATS)
def test_everything_shipped_is_valid(name, shipped):
    for detail in ("full", "allstubs"):
        message = written(name, registry=shipped, detail=detail)
        assert metadata_faults(FORMATS[name].media_type, message) == []


def test_every_format_says_who_reads_it():
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", [name for name, one in READERS.items() if "pysdmx" in one])
def test_pysdmx_reads_it_back(name):
    decoder = msgspec.json.Decoder(JsonMetadataMessage, dec_hook=decoders)
    reports = decoder.decode(written(name)).to_model().reports
    first, second = reports
    assert (first.agency, first.id, first.version) == ("VN1", "MDS_DOLAB", "1.0.0")
    assert first.name == "Of contract workers"
    assert first.metadataflow.endswith("Metadataflow=VN1:MDF_SOURCE(1.0.0)")
    assert [urn.rpartition("=")[2] for urn in first.targets] == ["VN1:PA_DOLAB(1.0.0)"]
    answers = {answer.id: answer for answer in first.attributes}
    assert answers["COVERAGE"].value == "C"
    (basis,) = answers["LEGAL"].attributes
    assert basis.value == {"en": "Law 69/2020", "vi": "Luật 69/2020"}
    assert second.metadataProvisionAgreement.endswith("=VN1:MPA_NSO(1.0.0)")
    assert [urn.rpartition("=")[2] for urn in second.targets] == [
        "VN1:DATA_PROVIDERS(1.0).NSO",
        "VN1:DF_OUT(1.0.0)",
    ]


@pytest.mark.parametrize("name", XML)
def test_xml_keeps_what_json_keeps(name):
    """Answers of both families, flattened, are equal."""
    root = etree.fromstring(written(name))
    sets = root.findall("{*}MetadataSet")
    found = [list(_of_xml(one)) for one in sets]
    if name == "sdmx_ml_2_1":
        found[1] = found[1][: len(found[1]) // 2]  # once for each of its targets
    data = json.loads(written("sdmx_json_2_1"))["data"]["metadataSets"]
    assert found == [list(_of_json(one["attributes"])) for one in data]


def _of_xml(element):
    for one in element.iter("{*}Attribute", "{*}ReportedAttribute"):
        texts = {t.get("{http://www.w3.org/XML/1998/namespace}lang"): t.text for t in one}
        texts = {tag: text for tag, text in texts.items() if tag}
        value = one.findtext("{*}Value") or one.get("value")
        yield one.get("id"), texts or value


def _of_json(attributes):
    for one in attributes:
        yield one["id"], one.get("value")
        yield from _of_json(one.get("attributes", ()))


@pytest.mark.parametrize("name", JSON)
def test_stubs_in_json_have_ids_of_answers_only(name):
    """The schema knows no set without attributes; the values are what a stub leaves out."""
    first, _ = json.loads(written(name, detail="allstubs"))["data"]["metadataSets"]
    assert first["isExternalReference"] is True
    assert first["attributes"] == [{"id": "LEGAL"}, {"id": "COVERAGE"}]
    address = "https://ilms.example/rest/v2/metadata/metadataset/VN1/MDS_DOLAB/1.0.0"
    assert first["links"] == [{"rel": "self", "href": address}]


@pytest.mark.parametrize("name", ["sdmx_ml_3_0", "sdmx_ml_3_1"])
def test_stubs_in_xml_have_names_only(name):
    found = etree.fromstring(written(name, detail="allstubs")).findall("{*}MetadataSet")
    for one in found:
        assert {etree.QName(child).localname for child in one} == {"Name"}
        assert one.get("isExternalReference") == "true"
        assert one.get("structureURL").startswith("https://ilms.example/rest/v2/metadata/")


COLUMNS = [
    *("MDSTRUCTURE[;]", "MDSTRUCTURE_ID", "METADATASET_ID", "ACTION"),
    *("TARGET_TYPES", "TARGET_IDS", "LEGAL[].LEGAL_BASIS[en;vi]", "COVERAGE"),
]


@pytest.mark.parametrize(("name", "action"), [*zip(CSV, "IR", strict=True)])
def test_csv(name, action):
    header, first, second = _rows(written(name))
    assert header == COLUMNS
    assert first[:6] == [
        *("metadataflow", "VN1:MDF_SOURCE(1.0.0)", "VN1:MDS_DOLAB(1.0.0)", action),
        *("provisionagreement", "VN1:PA_DOLAB(1.0.0)"),
    ]
    assert first[6:] == ["en:Law 69/2020;vi:Luật 69/2020", "C"]
    assert second[0] == "metadataprovision"
    assert second[4:6] == [
        "dataproviderscheme;dataflow",
        "VN1:DATA_PROVIDERS(1.0).NSO;VN1:DF_OUT(1.0.0)",
    ]
    instances = _parts(second[6])
    assert [dict(part.split(":", 1) for part in _parts(one)) for one in instances] == [
        {"en": '"A; then <B>"', "vi": '"A; rồi ""B"""'},
        {"en": "English only"},
    ]


def test_csv_stubs_have_no_questions():
    header, *rows = _rows(written(CSV[0], detail="allstubs"))
    assert header == COLUMNS[:6]
    assert {len(row) for row in rows} == {6}


@pytest.mark.parametrize("labels", ["name", "both"])
def test_csv_labels(labels):
    options = Options(languages=("vi",), filter_languages=True, labels=labels)
    header, first, _ = (dict(enumerate(row)) for row in _rows(written(CSV[0], options)))
    named = dict(zip(header.values(), first.values(), strict=True))
    if labels == "both":
        assert named["MDSTRUCTURE_ID"] == "VN1:MDF_SOURCE(1.0.0): Nguồn"
        assert named["METADATASET_ID"] == "VN1:MDS_DOLAB(1.0.0): Về lao động"
        assert named["TARGET_IDS"] == "VN1:PA_DOLAB(1.0.0): Lao động"
        assert named["COVERAGE: Phạm vi"] == "C: Bảo mật"
        # A text without Vietnamese stays in English, so the column has both.
        assert named["LEGAL[].LEGAL_BASIS[vi;en]: Căn cứ pháp lý"] == "vi:Luật 69/2020"
        return
    assert named["MDSTRUCTURE_NAME"] == "Nguồn"
    assert named["METADATASET_NAME"] == "Về lao động"
    assert named["TARGET_NAMES"] == "Lao động"
    assert (named["COVERAGE"], named["Phạm vi"]) == ("C", "Bảo mật")
    assert named["Căn cứ pháp lý"] == "", "a text is no code and has no name"


def _rows(message):
    assert message.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(message.decode(), newline="")))


def _parts(cell):
    """Parts of a cell, as the field guide has a reader split them."""
    return next(csv.reader([cell], delimiter=";")) if cell.startswith('"') else _split(cell)


def _split(cell):
    """Split at semicolons outside quotes; the quotes stay."""
    parts, quoted = [""], False
    for character in cell:
        quoted ^= character == '"'
        if character == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return parts
