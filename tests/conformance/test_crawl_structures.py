"""A walk over all structures: every type, detail, reference and format, in both dialects.

Every type in every format with every detail, of all artefacts or, where the detail is about what
one refers to, of one with its descendants; every type with every reference, in one format of
each family: all artefacts of the type as stubs, one of them whole. Each answer is valid, and
whatever it points to is asked of the service.
"""

import asyncio
import hashlib
import json
import re
from itertools import cycle

import pytest
from lxml import etree

from api import formats
from api.model.ref import CLASSES, ITEM_CLASSES
from api.resources.structure import UNSUPPORTED
from api.rest.artefact_types import TYPES_V1, TYPES_V2
from api.rest.query_parameters import (
    DETAIL_STRUCTURE,
    DETAIL_STRUCTURE_V1,
    REFERENCES,
    REFERENCES_V1,
)
from tests.asgi import ask
from tests.formats.schemas import structure_faults

FORMATS = [found.media_type for found in formats.STRUCTURE]
JSON, JSON_1 = (
    f"application/vnd.sdmx.structure+json;version={version}" for version in ("2.1.0", "1.0.0")
)
FAMILIES = [[one for one in FORMATS if family in one] for family in ("+xml", "+json")]
#: Types that are part of the standard and of which there is nothing here.
EMPTY = {
    *("valuelist", "metadataconstraint", "conceptschememap", "categoryschememap"),
    *("organisationschememap", "reportingtaxonomymap", "attachmentconstraint"),
}
#: Any type at once: far more than any client wants whole in every format and detail.
ANY = {"structure", "*"}
#: Details that say something of what is asked for; the others do of what it refers to.
OF_ALL = ("full", "allstubs", "allcompletestubs")
#: The artefact of a type that has most to say; the first one where none is named.
SAMPLES = {
    "dataflow": "DF_EMP_MNAO_SEX_CDS_NB",
    "datastructure": "EMP_MNAO_SEX_CDS_NB",
    "codelist": "CL_SEX",
    "structuremap": "SM_DOLAB_CONTRACT_WORKERS_ANNUAL",
    "structureset": "SM_DOLAB_CONTRACT_WORKERS_ANNUAL",
    "representationmap": "RM_SDMX_SEX__SEX",
}
_TYPES = [
    *(("v1", kind) for kind in TYPES_V1 if not {*TYPES_V1[kind]} <= UNSUPPORTED),
    *(("v2", kind) for kind in (*TYPES_V2, "*") if kind not in UNSUPPORTED),
]
_URN = re.compile(
    r"urn:sdmx:org\.sdmx\.infomodel\.\w+\.(\w+)=([\w.]+):([\w@$*-]+)\(([^)]+)\)\.?([\w.@$*-]*)"
)
#: Class of a URN in lower case -> types whose artefacts have it.
_KINDS = {
    **{name.lower(): (kind,) for kind, name in ITEM_CLASSES.items()},
    **{name.lower(): (kind,) for kind, (_, name) in CLASSES.items()},
    "hierarchicalcodelist": ("hierarchy",),
    "contentconstraint": ("dataconstraint",),
    "structureset": ("structuremap", "representationmap"),
}
#: Classes of what is a part of an artefact but no item -> type of the artefact, in REST 1.
_PARTS = {
    "DataAttribute": "datastructure",
    "Dimension": "datastructure",
    "TimeDimension": "datastructure",
    "PrimaryMeasure": "datastructure",
    "MetadataTarget": "metadatastructure",
    "Level": "hierarchicalcodelist",
    "ProcessStep": "process",
    "CodelistMap": "structureset",
}


class Crawler:
    """Asks, and keeps what is known of answers and of what they point to."""

    def __init__(self, app):
        self._app = app
        self._valid = set()
        self._resolved = {}
        self._lists = {}

    def ask(self, url, media_type):
        return asyncio.run(ask(self._app, url, {"Accept": media_type}))

    def check(self, url, media_type):
        """Hold one answer against its schema, and each of its references against the service."""
        answer = self.ask(url, media_type)
        told = f"{url} {media_type}\n{answer.body[:600]!r}"
        assert answer.status == 200, told
        assert answer.headers["content-type"] == media_type, told
        tag = answer.headers["etag"].strip('"').encode()
        content = hashlib.sha256(answer.body.replace(tag, b"")).digest()
        if content in self._valid:
            return
        assert structure_faults(media_type, answer.body) == [], told
        urns = (_of_xml if "+xml" in media_type else _of_json)(answer.body)
        assert [urn for urn in sorted(urns) if not self._resolves(urn)] == [], told
        self._valid.add(content)

    def _resolves(self, urn):
        if urn not in self._resolved:
            self._resolved[urn] = self._is_there(urn)
        return self._resolved[urn]

    def _is_there(self, urn):
        match = _URN.fullmatch(urn)
        assert match, urn
        name, agency, id, version, item = match.groups()
        place = f"{agency}/{id}/{version}"
        if name == "MetadataSet":
            path = f"/rest/v2/metadata/metadataset/{place}"
            return self.ask(path, formats.METADATA[0].media_type).status == 200
        if name in _PARTS:
            return self._has(_PARTS[name], place, item.rpartition(".")[2])
        return any(self._knows(kind, place, item) for kind in _KINDS[name.lower()])

    def _knows(self, kind, place, item):
        """Whether there is an artefact and an item of it; each list is read once."""
        if (kind, place) not in self._lists:
            answer = self.ask(f"/rest/v2/structure/{kind}/{place}", JSON)
            there = json.loads(answer.body)["data"] if answer.status == 200 else {}
            found = [one for group in there.values() for one in group]
            away = all(one.get("isExternalReference") for one in found)
            self._lists[kind, place] = bool(found), away, {"", "*", *_paths(found)}
        is_there, away, items = self._lists[kind, place]
        return is_there and (away or item in items or kind == "hierarchy")

    def _has(self, kind, place, id):
        """Whether an artefact has a part, or is kept elsewhere."""
        path = f"/rest/v1/{kind}/{place}"
        # The codelist maps of 2.1 stand in a structure set when they are asked for with it.
        answer = self.ask(f"{path}?references=structureset", JSON_1)
        return f'"id":"{id}"'.encode() in answer.body or self._is_external(path)

    def _is_external(self, path):
        """Whether the service says of an artefact, asked for whole, that another one keeps it."""
        answer = self.ask(path, JSON)
        if answer.status != 200:
            return False
        (group,) = json.loads(answer.body)["data"].values()
        return all(one.get("isExternalReference") for one in group)


def _paths(artefacts, above=""):
    """Ids of items, and of items within items the way to them."""
    for one in artefacts:
        for items in one.values():
            if isinstance(items, list) and items and isinstance(items[0], dict):
                for item in items:
                    if "id" in item:
                        yield f"{above}{item['id']}"
                        yield from _paths([item], f"{above}{item['id']}.")


def _of_json(body):
    """URNs of artefacts in a message, and of what they point to."""
    return set(re.findall(r"urn:sdmx:[^\"]+", body.decode())) - _own_items(json.loads(body))


def _own_items(message):
    """URNs of codes and the like in their own list: those were just read."""
    found = set()
    for group in message["data"].values():
        for artefact in group:
            for items in artefact.values():
                if isinstance(items, list):
                    found |= {
                        link["urn"]
                        for item in items
                        if isinstance(item, dict)
                        for link in item.get("links", ())
                        if link.get("rel") == "self"
                    }
    return found


def _of_xml(body):
    found = set()
    for element in etree.fromstring(body).iter(etree.Element):
        if element.tag == "Ref" and element.get("agencyID"):
            found.add(_of_ref(element))
        if (text := (element.text or "").strip()).startswith("urn:sdmx:"):
            found.add(text)
        if element.get("agencyID") and element.get("urn"):
            found.add(element.get("urn"))
    return found


def _of_ref(element):
    """The URN that a `Ref` of 2.1 spells out."""
    id, version = element.get("id"), element.get("version", "1.0")
    parent = element.get("maintainableParentID")
    if parent:
        place = f"{parent}({element.get('maintainableParentVersion', '1.0')}).{id}"
    else:
        place = f"{id}({version})"
    package, name = element.get("package", "x"), element.get("class")
    assert name, etree.tostring(element)
    return f"urn:sdmx:org.sdmx.infomodel.{package}.{name}={element.get('agencyID')}:{place}"


@pytest.fixture(scope="module")
def crawler(app, client):  # noqa: ARG001 - the client starts the application
    return Crawler(app)


def _base(dialect, kind):
    return f"/rest/v1/{kind}" if dialect == "v1" else f"/rest/v2/structure/{kind}"


def _details(dialect):
    return (DETAIL_STRUCTURE_V1 if dialect == "v1" else DETAIL_STRUCTURE).values


@pytest.mark.parametrize(("dialect", "kind"), _TYPES, ids=[" ".join(one) for one in _TYPES])
def test_every_detail_in_every_format(crawler, dialect, kind):
    base = _base(dialect, kind)
    if kind in EMPTY:
        assert {crawler.ask(base, media_type).status for media_type in FORMATS} == {404}
        return
    sample = f"{base}/{_sample(crawler, base, kind)}?references=descendants"
    for detail in _details(dialect):
        if kind in ANY and not detail.startswith("all"):
            continue
        for media_type in FORMATS:
            url = f"{base}?detail={detail}" if detail in OF_ALL else f"{sample}&detail={detail}"
            crawler.check(url, media_type)


@pytest.mark.parametrize(("dialect", "kind"), _TYPES, ids=[" ".join(one) for one in _TYPES])
def test_every_reference_in_every_family(crawler, dialect, kind):
    """Editions take turns within a family."""
    if kind in EMPTY:
        return
    base = _base(dialect, kind)
    sample = f"{base}/{_sample(crawler, base, kind)}"
    turns = [cycle(family) for family in FAMILIES]
    for references in REFERENCES_V1.values if dialect == "v1" else REFERENCES.values:
        for turn in turns:
            crawler.check(f"{sample}?references={references}", next(turn))
            if kind not in ANY:
                crawler.check(f"{base}?references={references}&detail=allstubs", next(turn))


def _sample(crawler, base, kind):
    """`AGENCY/ID` of one artefact of a type."""
    version = JSON_1 if "/v1/" in base else JSON
    answer = crawler.ask(f"{base}?detail=allstubs", version)
    assert answer.status == 200
    found = [one for group in json.loads(answer.body)["data"].values() for one in group]
    # What is available is written without an id in 3.1.
    named = [one for one in found if "id" in one and one["agencyID"] == "VN1"]
    one = next((one for one in named if one["id"] == SAMPLES.get(kind)), named[0])
    return f"{one['agencyID']}/{one['id']}"


@pytest.mark.parametrize("media_type", FORMATS)
def test_everything_at_once(crawler, media_type):
    """All artefacts there are, whole, in one message."""
    crawler.check("/rest/v2/structure/*/*/*/*", media_type)
