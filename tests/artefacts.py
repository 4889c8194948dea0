"""A small registry with every kind of artefact and every part a kind can have."""

from api.model.artefact import (
    AgencyScheme,
    Annotation,
    Categorisation,
    CategoryScheme,
    Codelist,
    Component,
    ConceptScheme,
    CubeRegion,
    DataConstraint,
    DataConsumerScheme,
    Dataflow,
    DataProviderScheme,
    DataStructure,
    Item,
    Maintainable,
    MetadataProviderScheme,
    OrganisationUnitScheme,
    ProvisionAgreement,
    ReportingTaxonomy,
    Representation,
)
from api.model.hierarchy import HierarchicalCode, Hierarchy, HierarchyAssociation, Level
from api.model.metadata_structure import (
    MetadataAttribute,
    Metadataflow,
    MetadataProvisionAgreement,
    MetadataSet,
    MetadataStructure,
    ReportedAttribute,
)
from api.model.process import Process, ProcessStep, Transition
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.model.representation_map import RepresentationMap
from api.model.structure_map import ComponentMap, FixedValue, StructureMap
from api.model.text import Text


def ref(id: str, version: str = "1.0.0", agency: str = "VN1") -> Ref:
    return Ref(agency, id, version)


def both(en: str, vi: str) -> Text:
    return {"en": en, "vi": vi}


_SEX = Codelist(
    ref=ref("CL_SEX"),
    name=both("Sex", "Giới tính"),
    description=both('Sex & "gender" <of persons>', "Giới tính của người"),
    annotations=(
        Annotation(id="SOURCE", type="SOURCE", title="ILOSTAT", url="https://example.org/?a=1&b=2"),
        Annotation(id="NOTE", text=both("As ILOSTAT has it", "Như ILOSTAT")),
    ),
    items=(
        Item(id="SEX_T", name=both("Total", "Tổng số")),
        Item(id="SEX_M", name=both("Male", "Nam"), parent="SEX_T"),
        Item(
            id="SEX_F",
            name={"en": "Female"},
            parent="SEX_T",
            annotations=(Annotation(id="A", title="t"),),
        ),
        Item(id="SEX_O", name=both("Other", "Khác"), parent="SEX_T"),
    ),
)
_AREA = Codelist(
    ref=ref("CL_AREA"),
    name=both("Area", "Vùng lãnh thổ"),
    items=(
        Item(id="X06", name=both("World", "Thế giới")),
        Item(id="JPN", name=both("Japan", "Nhật Bản"), parent="X06"),
        Item(id="TWN", name=both("Taiwan, China", "Đài Loan"), parent="X06"),
        Item(id="VNM", name=both("Viet Nam", "Việt Nam"), parent="X06"),
    ),
)
_CDS = Codelist(
    ref=ref("CL_CDS"),
    name=both("Country of destination", "Nước đến"),
    extends=((ref("CL_AREA"), "CDS_DES_"),),
    items=(
        Item(id="CDS_DES_TOTAL", name=both("Total", "Tổng số")),
        *(
            Item(
                id=f"CDS_DES_{area.id}",
                name=area.name,
                parent=f"CDS_DES_{area.parent}" if area.parent else "",
            )
            for area in _AREA.items
        ),
    ),
)
_SEX_1_1 = Codelist(ref=ref("CL_SEX", "1.1.0"), name=_SEX.name, items=_SEX.items[:3])
_SEX_DRAFT = Codelist(ref=ref("CL_SEX", "2.0.0-draft"), name=_SEX.name, items=_SEX.items[:1])
_STATUS = Codelist(
    ref=ref("CL_OBS_STATUS"),
    name=both("Observation status", "Tình trạng quan sát"),
    items=(
        Item(id="B", name=both("Break in series", "Gián đoạn chuỗi")),
        Item(id="C", name=both("Confidential", "Bảo mật")),
        Item(id="1", name=both("One", "Một")),
        Item(id="11", name=both("Eleven", "Mười một"), parent="1"),
    ),
)
_CONCEPTS = ConceptScheme(
    ref=ref("CS_ILMS"),
    name=both("Concepts", "Khái niệm"),
    items=(
        Item(
            id="REF_AREA",
            name=both("Reference area", "Vùng"),
            representation=Representation(codelist=ref("CL_AREA")),
        ),
        Item(id="SEX", name=both("Sex", "Giới tính")),
        Item(id="CDS", name=both("Country of destination", "Nước đến")),
        Item(id="TIME_PERIOD", name=both("Time", "Thời gian")),
        Item(
            id="OBS_VALUE",
            name=both("Value", "Giá trị"),
            representation=Representation(text_type="Double"),
        ),
        Item(id="OBS_STATUS", name=both("Status", "Tình trạng")),
        Item(id="UNIT", name=both("Unit", "Đơn vị")),
        Item(id="TITLE", name=both("Title", "Tiêu đề"), description={"en": "Long title"}),
        Item(id="UNUSED", name=both("Not used", "Không dùng"), parent="TITLE"),
        Item(id="LEGAL_BASIS", name=both("Legal basis", "Căn cứ pháp lý")),
        Item(id="COVERAGE", name=both("Coverage", "Phạm vi")),
    ),
)


def concept(id: str) -> Link:
    return Link("conceptscheme", ref("CS_ILMS"), id)


_DSD = DataStructure(
    ref=ref("DSD_OUT"),
    name=both("Outflow", "Dòng ra"),
    components=(
        Component(
            id="REF_AREA",
            role="dimension",
            concept=concept("REF_AREA"),
            representation=Representation(codelist=ref("CL_AREA")),
        ),
        Component(
            id="SEX",
            role="dimension",
            concept=concept("SEX"),
            representation=Representation(codelist=ref("CL_SEX")),
        ),
        Component(
            id="CDS",
            role="dimension",
            concept=concept("CDS"),
            representation=Representation(codelist=ref("CL_CDS")),
        ),
        Component(
            id="TIME_PERIOD",
            role="time",
            concept=concept("TIME_PERIOD"),
            representation=Representation(text_type="ObservationalTimePeriod"),
        ),
        Component(
            id="OBS_VALUE",
            role="measure",
            concept=concept("OBS_VALUE"),
            representation=Representation(text_type="Double"),
        ),
        Component(
            id="TITLE",
            role="attribute",
            concept=concept("TITLE"),
            representation=Representation(max_length=350, min_length=1),
            attachment="dataset",
        ),
        Component(
            id="UNIT",
            role="attribute",
            concept=concept("UNIT"),
            representation=Representation(),
            attachment="dimensions",
            dimensions=("REF_AREA", "CDS"),
            mandatory=True,
        ),
        Component(
            id="OBS_STATUS",
            role="attribute",
            concept=concept("OBS_STATUS"),
            representation=Representation(codelist=ref("CL_OBS_STATUS")),
        ),
    ),
)
_FLOW = Dataflow(
    ref=ref("DF_OUT"),
    name=both("Outflow of nationals", "Công dân ra nước ngoài"),
    description=both("By sex", "Theo giới tính"),
    annotations=(Annotation(id="LEGACY", title="MNA_OUT"),),
    structure=ref("DSD_OUT"),
    valid_from="2020-01-01T00:00:00Z",
    valid_to="2030-01-01T00:00:00+07:00",
)
_FLOW_2 = Dataflow(ref=ref("DF_OTHER"), name=both("Other", "Khác"), structure=ref("DSD_OUT"))
_AGENCIES = AgencyScheme(
    ref=Ref("SDMX", "AGENCIES", "1.0"),
    name={"en": "Agencies"},
    items=(Item(id="VN1", name=both("NSO", "Cục Thống kê")), Item(id="SDMX", name={"en": "SDMX"})),
)
_PROVIDERS = DataProviderScheme(
    ref=ref("DATA_PROVIDERS", "1.0"),
    name=both("Providers", "Nhà cung cấp"),
    items=(
        Item(id="DOLAB", name=both("Department of Overseas Labour", "Cục Quản lý lao động")),
        Item(id="NSO", name=both("NSO", "Cục Thống kê")),
    ),
)
_AGREEMENT = ProvisionAgreement(
    ref=ref("PA_DOLAB"),
    name=both("Contract workers", "Lao động"),
    dataflow=ref("DF_OUT"),
    provider=Link("dataproviderscheme", ref("DATA_PROVIDERS", "1.0"), "DOLAB"),
)
_CATEGORIES = CategoryScheme(
    ref=ref("CAS_ILMS"),
    name=both("Tables", "Bảng"),
    # Not on codelists: pysdmx reads no message with an annotation value, and it skips categories.
    annotations=(Annotation(id="V", title="t", value="v"), Annotation(id="W", value="w")),
    items=(
        Item(id="MODULE_A", name=both("Module A", "Mô-đun A")),
        Item(id="MODULE_A.TABLE_01", name=both("Table 1", "Bảng 1")),
        Item(id="MODULE_A.TABLE_02", name=both("Table 2", "Bảng 2")),
        Item(id="MODULE_C", name=both("Module C", "Mô-đun C"), description={"en": "Nationals"}),
        Item(id="MODULE_C.TABLE_18", name=both("Table 18", "Bảng 18")),
    ),
)
_CATEGORISATION = Categorisation(
    ref=ref("CAT_OUT"),
    name=both("Table 18", "Bảng 18"),
    source=_FLOW.link,
    target=Link("categoryscheme", ref("CAS_ILMS"), "MODULE_C.TABLE_18"),
)
_ALLOWED = DataConstraint(
    ref=ref("CC_ALLOWED"),
    name=both("Allowed", "Được phép"),
    role="Allowed",
    attachment=(_FLOW.link,),
    regions=(
        CubeRegion(values={"SEX": ("SEX_M", "SEX_F")}, components={"OBS_STATUS": ("C",)}),
        CubeRegion(values={"CDS": ("CDS_DES_VNM",)}, include=False),
    ),
)
_ACTUAL = DataConstraint(
    ref=ref("CC_ACTUAL"),
    name=both("Available", "Có sẵn"),
    role="Actual",
    attachment=(_FLOW.link,),
    regions=(CubeRegion(values={"SEX": ("SEX_T", "SEX_F")}, time=("2015", "2023")),),
    series_count=4,
    obs_count=12,
)
_HIERARCHY = Hierarchy(
    ref=ref("HI_AREA"),
    name=both("Regions", "Khu vực"),
    levels=(
        Level(id="WORLD", name=both("World", "Thế giới")),
        Level(id="COUNTRY", name=both("Country", "Nước"), description={"en": "Countries"}),
    ),
    codes=(
        HierarchicalCode(
            id="X06",
            code=Link("codelist", ref("CL_AREA"), "X06"),
            level="WORLD",
            children=(
                HierarchicalCode(
                    id="JPN", code=Link("codelist", ref("CL_AREA"), "JPN"), level="COUNTRY"
                ),
                HierarchicalCode(
                    id="VNM",
                    code=Link("codelist", ref("CL_AREA"), "VNM"),
                    level="COUNTRY",
                    annotations=(Annotation(id="HERE"),),
                ),
            ),
        ),
    ),
)
_ASSOCIATION = HierarchyAssociation(
    ref=ref("HA_AREA"),
    name=both("Regions of areas", "Khu vực"),
    hierarchy=_HIERARCHY.link,
    linked=_AREA.link,
    context=_FLOW.link,
)
_TEXT_MAP = RepresentationMap(
    ref=ref("RM_COUNTRY_VI__AREA"),
    name=both("Countries as printed", "Tên nước"),
    target=ref("CL_AREA"),
    mappings={"Nhật Bản": "JPN", "Đài Loan": "TWN"},
    excluded={"Nhật Bản & Đài Loan": "two destinations in one figure"},
    notes={"Đài Loan": "as printed in 2017"},
)
_CODE_MAP = RepresentationMap(
    ref=ref("RM_AREA__CDS"),
    name=both("Areas to destinations", "Vùng"),
    source=ref("CL_AREA"),
    target=ref("CL_CDS"),
    mappings={"JPN": "CDS_DES_JPN", "TWN": "CDS_DES_TWN"},
    notes={"JPN": "one to one"},
)
_STRUCTURE_MAP = StructureMap(
    ref=ref("SM_OUT"),
    name=both("Outflow to other", "Bản đồ"),
    source=_FLOW.link,
    target=_FLOW_2.link,
    components=(
        ComponentMap(sources=("REF_AREA",), targets=("CDS",), map=ref("RM_AREA__CDS")),
        ComponentMap(sources=("TIME_PERIOD",), targets=("TIME_PERIOD",)),
        ComponentMap(sources=("OBS_STATUS",), targets=("OBS_STATUS",)),
        ComponentMap(sources=("OBS_VALUE",), targets=("OBS_VALUE",)),
    ),
    fixed=(FixedValue(component="UNIT", values=("PS",)),),
    roles={"TIME_PERIOD": "time", "OBS_STATUS": "attribute", "OBS_VALUE": "measure"},
)
_TAXONOMY = ReportingTaxonomy(
    ref=ref("RT_ILMS"),
    name=both("Questionnaire", "Bảng hỏi"),
    items=(
        Item(id="C", name=both("Module C", "Mô-đun C")),
        Item(id="C.T18", name=both("Table 18", "Bảng 18"), structures=(_FLOW.link,)),
        Item(id="C.DSD", name=both("Structures", "Cấu trúc"), structures=(_DSD.link,)),
    ),
)
_MSD = MetadataStructure(
    ref=ref("MSD_SOURCE"),
    name=both("What is known of a source", "Thông tin về nguồn"),
    attributes=(
        MetadataAttribute(
            id="LEGAL",
            concept=concept("LEGAL_BASIS"),
            representation=Representation(text_type="XHTML", multilingual=True),
            presentational=True,
            max_occurs=None,
            children=(
                MetadataAttribute(
                    id="LEGAL_BASIS",
                    concept=concept("LEGAL_BASIS"),
                    representation=Representation(multilingual=True),
                ),
            ),
        ),
        MetadataAttribute(
            id="COVERAGE",
            concept=concept("COVERAGE"),
            representation=Representation(codelist=ref("CL_OBS_STATUS")),
        ),
    ),
)
_METADATAFLOW = Metadataflow(
    ref=ref("MDF_SOURCE"),
    name=both("Sources", "Nguồn"),
    structure=ref("MSD_SOURCE"),
    targets=("urn:sdmx:org.sdmx.infomodel.registry.ProvisionAgreement=VN1:*(*)",),
)
_METADATA_PROVIDERS = MetadataProviderScheme(
    ref=ref("METADATA_PROVIDERS", "1.0"),
    name=both("Metadata providers", "Nhà cung cấp"),
    items=(
        Item(id="NSO", name=both("NSO", "Cục Thống kê")),
        Item(id="VN1", name=both("NSO too", "Cục Thống kê")),
    ),
)
_METADATA_AGREEMENT = MetadataProvisionAgreement(
    ref=ref("MPA_NSO"),
    name=both("NSO describes", "Mô tả"),
    metadataflow=ref("MDF_SOURCE"),
    provider=Link("metadataproviderscheme", ref("METADATA_PROVIDERS", "1.0"), "NSO"),
    targets=_METADATAFLOW.targets,
)
_METADATA_SET = MetadataSet(
    ref=ref("MDS_DOLAB"),
    name=both("Of contract workers", "Về lao động"),
    described_by=_METADATAFLOW.link,
    targets=(_AGREEMENT.link,),
    attributes=(
        ReportedAttribute(
            id="LEGAL",
            children=(
                ReportedAttribute(id="LEGAL_BASIS", text=both("Law 69/2020", "Luật 69/2020")),
            ),
        ),
        ReportedAttribute(id="COVERAGE", value="C"),
    ),
)
_METADATA_SET_2 = MetadataSet(
    ref=ref("MDS_OTHERS", "1.1.0"),
    name=both("Of others & all", "Về nguồn khác"),
    description=both("What is left", "Phần còn lại"),
    annotations=(Annotation(id="CHECKED", title="no"),),
    described_by=_METADATA_AGREEMENT.link,
    targets=(Link("dataproviderscheme", ref("DATA_PROVIDERS", "1.0"), "NSO"), _FLOW.link),
    attributes=(
        ReportedAttribute(
            id="LEGAL",
            children=(ReportedAttribute(id="LEGAL_BASIS", text=both("A; then <B>", 'A; rồi "B"')),),
        ),
        ReportedAttribute(
            id="LEGAL",
            children=(ReportedAttribute(id="LEGAL_BASIS", text={"en": "English only"}),),
        ),
        ReportedAttribute(id="COVERAGE", value="1"),
    ),
)
_PROCESS = Process(
    ref=ref("PR_PUBLISH"),
    name=both("Publishing", "Công bố"),
    steps=(
        ProcessStep(
            id="READ",
            name=both("Read", "Đọc"),
            description={"en": "A ministry's file becomes rows"},
            inputs=(("AGREEMENT", _AGREEMENT.link),),
            outputs=(("FLOW", _FLOW.link), ("MAP", _TEXT_MAP.link)),
            computation=both("Rows are read", "Đọc hàng"),
            transitions=(
                Transition(id="NEXT", target="CHECK", condition=both("Always", "Luôn luôn")),
            ),
            steps=(ProcessStep(id="CELLS", name=both("Cells", "Ô")),),
        ),
        ProcessStep(id="CHECK", name=both("Check", "Kiểm tra")),
    ),
)
_CONSUMERS = DataConsumerScheme(
    ref=ref("DATA_CONSUMERS", "1.0"),
    name=both("Consumers", "Người dùng"),
    items=(Item(id="ILOSTAT", name=both("ILOSTAT", "ILOSTAT")),),
)
_UNITS = OrganisationUnitScheme(
    ref=ref("OUS_MOHA", "1.0"),
    name=both("Units", "Đơn vị"),
    items=(
        Item(id="MOHA", name=both("Ministry", "Bộ Nội vụ")),
        Item(id="DOLAB", name=both("Department", "Cục"), parent="MOHA"),
    ),
)

ARTEFACTS: tuple[Maintainable, ...] = (
    _SEX,
    _SEX_1_1,
    _SEX_DRAFT,
    _AREA,
    _CDS,
    _STATUS,
    _CONCEPTS,
    _DSD,
    _FLOW,
    _FLOW_2,
    _AGENCIES,
    _PROVIDERS,
    _AGREEMENT,
    _CATEGORIES,
    _CATEGORISATION,
    _ALLOWED,
    _ACTUAL,
    _HIERARCHY,
    _ASSOCIATION,
    _TEXT_MAP,
    _CODE_MAP,
    _STRUCTURE_MAP,
    _TAXONOMY,
    _MSD,
    _METADATAFLOW,
    _METADATA_PROVIDERS,
    _METADATA_AGREEMENT,
    _METADATA_SET,
    _METADATA_SET_2,
    _PROCESS,
    _CONSUMERS,
    _UNITS,
)
REGISTRY = Registry(ARTEFACTS, fingerprint="test")
