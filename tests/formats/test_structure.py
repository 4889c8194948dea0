"""Structure messages of every kind in every format are valid, whole, and in the right language."""

import json
from datetime import UTC, datetime
from itertools import product

import pytest
from lxml import etree

from api.formats import STRUCTURE
from api.formats.base import Options
from api.model.dataset import Header
from api.model.detail import REDUCTIONS, unresolved
from api.model.query import ArtefactQuery, StructureQuery
from api.model.registry import Registry
from api.model.structure_message import StructureMessage
from api.resources.structure import find
from tests.artefacts import REGISTRY
from tests.formats.schemas import structure_faults

HEADER = Header(id="TEST_1", prepared=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), test=True)
OPTIONS = Options(base_url="https://ilms.example")
KINDS = sorted({artefact.kind for artefact in REGISTRY} - {"metadataset"})
#: Kinds an information model does not have: its formats leave them out.
ONLY_3_X = {"hierarchyassociation", "metadataproviderscheme", "metadataprovisionagreement"}
BY_TYPE = {found.media_type.rpartition("/")[2]: found for found in STRUCTURE}


def written(format, artefacts, options=OPTIONS, *, raw=False):
    message = StructureMessage(header=HEADER, artefacts=tuple(artefacts), raw=raw)
    return b"".join(format.write(message, options))


def of_kind(kind):
    return REGISTRY.of_kind(kind)


@pytest.mark.parametrize(("name", "kind"), list(product(BY_TYPE, KINDS)))
def test_each_kind_is_valid_whole_and_as_a_stub(name, kind):
    format = BY_TYPE[name]
    for own, _ in REDUCTIONS.values():
        artefacts = [own(found) if own else found for found in of_kind(kind)]
        message = written(format, artefacts)
        assert structure_faults(format.media_type, message) == []
        ids = {found.ref.id for found in artefacts}
        if not (_is_old(format) and kind in ONLY_3_X) and kind != "dataconstraint":
            assert _ids(format, message) >= ids - {"RM_COUNTRY_VI__AREA"}


def _is_old(format):
    return format.media_type.endswith(("=2.1", "=1.0.0"))


def _ids(format, message):
    if format.family == "xml":
        return set(etree.fromstring(message).xpath("//@id"))
    return {
        found["id"]
        for listed in json.loads(message)["data"].values()
        for found in listed
        if "id" in found
    }


@pytest.mark.parametrize("name", BY_TYPE)
def test_a_crawl_is_valid(name):
    """All types with all their references, in the details that change the shape of an answer."""
    format = BY_TYPE[name]
    dialect = next(iter(format.default_in), "v2")
    for kind, detail, references in product(
        KINDS, ("full", "referencestubs", "referencepartial", "raw"), ("all", "ancestors")
    ):
        query = StructureQuery(
            dialect=dialect,
            kinds=(kind,),
            artefacts=ArtefactQuery(versions=("*",)),
            detail=detail,
            references=(references,),
        )
        message = written(format, find(query, REGISTRY), raw=detail == "raw")
        assert structure_faults(format.media_type, message) == [], (kind, detail, references)


@pytest.mark.parametrize("name", BY_TYPE)
def test_nothing_is_a_whole_message(name):
    format = BY_TYPE[name]
    message = written(format, [])
    assert structure_faults(format.media_type, message) == []


@pytest.mark.parametrize("name", BY_TYPE)
def test_what_is_kept_is_what_is_written(name):
    """The second answer comes from memory; another language or another registry must not."""
    format = BY_TYPE[name]
    artefacts = of_kind("codelist")
    english = Options(languages=("en",), filter_languages=True)
    first = written(format, artefacts)
    assert written(format, artefacts, english) != first
    assert written(format, artefacts) == first
    assert written(format, Registry(artefacts).of_kind("codelist")) == first


@pytest.mark.parametrize("name", BY_TYPE)
def test_languages(name):
    """All languages unless filtered; the best match is the name; no name is ever empty."""
    format = BY_TYPE[name]
    artefacts = of_kind("agencyscheme")
    both = written(format, artefacts).decode()
    assert "Cục Thống kê" in both
    assert "NSO" in both
    vietnamese = Options(languages=("vi",), filter_languages=True)
    only = written(format, artefacts, vietnamese).decode()
    assert "Cục Thống kê" in only
    assert '"NSO"' not in only
    assert ">NSO<" not in only
    assert "Agencies" in only, "the scheme has no Vietnamese name, so its English one stays"
    if format.family == "json":
        data = json.loads(written(format, artefacts, Options(languages=("vi", "en"))))
        agency = data["data"]["agencySchemes"][0]["agencies"][0]
        assert agency["name"] == "Cục Thống kê"
        assert agency["names"] == {"en": "NSO", "vi": "Cục Thống kê"}
        assert data["meta"]["contentLanguages"] == ["vi", "en"]


@pytest.mark.parametrize("name", [name for name in BY_TYPE if "xml" in name])
def test_stubs_say_where_the_whole_is(name):
    format = BY_TYPE[name]
    (stub,) = map(REDUCTIONS["allstubs"][0], of_kind("process"))
    (found,) = etree.fromstring(written(format, [stub])).xpath("//*[local-name()='Process']")
    assert found.get("isExternalReference") == "true"
    rest = "rest/v1/process" if _is_old(format) else "rest/v2/structure/process"
    assert found.get("structureURL") == f"https://ilms.example/{rest}/VN1/PR_PUBLISH/1.0.0"
    assert [child.tag.rpartition("}")[2] for child in found] == ["Name", "Name"]


@pytest.mark.parametrize(
    ("name", "version", "final"),
    [
        ("vnd.sdmx.structure+xml;version=2.1", "1.0", "false"),
        ("vnd.sdmx.structure+xml;version=3.0.0", None, None),
        ("vnd.sdmx.structure+xml;version=3.1.0", None, None),
    ],
)
def test_versions_of_organisation_schemes(name, version, final):
    message = etree.fromstring(written(BY_TYPE[name], of_kind("dataproviderscheme")))
    (found,) = message.xpath("//*[local-name()='DataProviderScheme']")
    assert (found.get("version"), found.get("isFinal")) == (version, final)


def test_2_1_refers_by_elements_and_drops_extensions_of_versions():
    format = BY_TYPE["vnd.sdmx.structure+xml;version=2.1"]
    message = etree.fromstring(written(format, REGISTRY))
    reference = message.xpath("//*[local-name()='ProvisionAgreement']/*/Ref")[1]
    assert dict(reference.attrib) == {
        "id": "DOLAB",
        "maintainableParentID": "DATA_PROVIDERS",
        "maintainableParentVersion": "1.0",
        "agencyID": "VN1",
        "package": "base",
        "class": "DataProvider",
    }
    drafts = message.xpath("//*[local-name()='Codelist'][@version='2.0.0']")
    assert [found.get("isFinal") for found in drafts] == ["false"]


@pytest.mark.parametrize("name", [name for name in BY_TYPE if name.endswith(("3.0.0", "3.1.0"))])
def test_raw_says_what_is_extended(name):
    codelist = next(found for found in of_kind("codelist") if found.extends)
    message = etree.fromstring(written(BY_TYPE[name], [unresolved(codelist, REGISTRY)], raw=True))
    (extension,) = message.xpath("//*[local-name()='CodelistExtension']")
    assert extension.get("prefix") == "CDS_DES_"
    assert extension[0].text.endswith("Codelist=VN1:CL_AREA(1.0.0)")
    whole = etree.fromstring(written(BY_TYPE[name], [codelist]))
    assert whole.xpath("//*[local-name()='CodelistExtension']") == []


def test_json_is_not_taken_for_one_line_of_csv():
    for format in STRUCTURE:
        assert written(format, []).startswith((b"{\n", b"<?xml"))
