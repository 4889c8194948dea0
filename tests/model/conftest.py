"""A registry small enough to be read: two dataflows on two structures, two agreements."""

import pytest

from api.model.artefact import (
    Attachment,
    Codelist,
    Component,
    Dataflow,
    DataStructure,
    Item,
    ProvisionAgreement,
    Representation,
)
from api.model.ref import Link, Ref
from api.model.registry import Registry

CONCEPTS = Ref("VN1", "CS_ILMS", "1.0.0")
PROVIDERS = Ref("VN1", "DATA_PROVIDERS", "1.0")


def codelist(id: str, codes: str) -> Codelist:
    items = tuple(Item(id=code, name={"en": code}) for code in codes.split())
    return Codelist(ref=Ref("VN1", id), name={"en": id}, items=items)


CODELISTS = (
    codelist("CL_AREA", "VNM JPN"),
    codelist("CL_FREQ", "A M"),
    codelist("CL_MEASURE", "EMP_MNAO_NB"),
    codelist("CL_SEX", "SEX_T SEX_M SEX_F"),
    codelist("CL_CDS", "CDS_DES_TOTAL CDS_DES_JPN CDS_DES_KOR CDS_DES_TWN"),
    codelist("CL_OBS_STATUS", "B C U"),
    codelist("CL_UNIT_MEASURE", "PS"),
)


def coded(id: str, codes: str) -> Component:
    return Component(
        id=id,
        role="dimension",
        concept=Link("conceptscheme", CONCEPTS, id),
        representation=Representation(codelist=Ref("VN1", codes)),
    )


def attribute(id: str, attachment: Attachment, codes: str = "", text: str = "String") -> Component:
    return Component(
        id=id,
        role="attribute",
        concept=Link("conceptscheme", CONCEPTS, id),
        representation=Representation(
            codelist=Ref("VN1", codes) if codes else None, text_type=text
        ),
        attachment=attachment,
        dimensions=("MEASURE",) if attachment == "dimensions" else (),
    )


TIME = Component(
    id="TIME_PERIOD",
    role="time",
    concept=Link("conceptscheme", CONCEPTS, "TIME_PERIOD"),
    representation=Representation(text_type="ObservationalTimePeriod"),
)
VALUE = Component(
    id="OBS_VALUE",
    role="measure",
    concept=Link("conceptscheme", CONCEPTS, "OBS_VALUE"),
    representation=Representation(text_type="Double"),
)
AREA = coded("REF_AREA", "CL_AREA")
FREQ = coded("FREQ", "CL_FREQ")
MEASURE = coded("MEASURE", "CL_MEASURE")
SEX = coded("SEX", "CL_SEX")
CDS = coded("CDS", "CL_CDS")
ATTRIBUTES = (
    attribute("UNIT_MEASURE", "dimensions", "CL_UNIT_MEASURE"),
    attribute("TITLE", "dataset"),
    attribute("OBS_STATUS", "observation", "CL_OBS_STATUS"),
    attribute("NOTE_SOURCE", "observation"),
    attribute("SAMPLE", "observation", text="Integer"),
)


def agreement(id: str, flow: Ref, provider: str) -> ProvisionAgreement:
    return ProvisionAgreement(
        ref=Ref("VN1", id),
        name={"en": id},
        dataflow=flow,
        provider=Link("dataproviderscheme", PROVIDERS, provider),
    )


@pytest.fixture(scope="session")
def registry() -> Registry:
    """DF_X (dsd X, with time, versions 1.0.0 and 1.1.0), DF_Y (dsd Y, without time)."""
    x, y = Ref("VN1", "X"), Ref("VN1", "Y")
    flow = Ref("VN1", "DF_X")
    constants = {"UNIT_MEASURE": "PS", "TITLE": "Workers abroad"}
    components = (AREA, FREQ, MEASURE, SEX, CDS, TIME, VALUE, *ATTRIBUTES)
    return Registry(
        (
            *CODELISTS,
            DataStructure(ref=x, name={"en": "X"}, components=components),
            DataStructure(ref=y, name={"en": "Y"}, components=(AREA, SEX, VALUE)),
            Dataflow(ref=flow, name={"en": "X"}, structure=x, constants=constants),
            Dataflow(ref=Ref("VN1", "DF_X", "1.1.0"), name={"en": "X"}, structure=x),
            Dataflow(ref=Ref("VN1", "DF_Y"), name={"en": "Y"}, structure=y),
            agreement("PA_DOLAB", flow, "DOLAB"),
            agreement("PA_NSO", flow, "NSO"),
        )
    )
