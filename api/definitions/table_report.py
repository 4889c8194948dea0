"""The facts of an ILMS table as a report about its dataflows (reference metadata).

The questions are those of `dataflows/MDF_TABLE.toml`; a code of a closed question is the word of
the file in capitals (`other period` is OTHER_PERIOD).
"""

from collections.abc import Iterator, Mapping

from api.definitions.kind import Built, Deferred
from api.definitions.metadataflow import DOCUMENT
from api.model.artefact import Item, ItemScheme, Maintainable
from api.model.coverage import Basis, Filler, Gap, TableFacts
from api.model.metadata_structure import MetadataSet, ReportedAttribute
from api.model.ref import Link, Ref
from api.model.text import Text

#: Offices by the id of their data provider.
_Offices = Mapping[str, Item]

#: Last year of a span without an end.
_OPEN = 9999

#: The questionnaire, which names the dataflows of each table.
_QUESTIONNAIRE = Link("reportingtaxonomy", Ref("VN1", "RT_ILMS"))


def table_report(ref: Ref, flow: Ref, facts: TableFacts) -> Deferred:
    """The report of a table, once the questionnaire and the offices are there."""

    def make(known: Mapping[Link, Maintainable]) -> Iterator[Built]:
        leaf = f"TABLE_{facts.table:02}"
        offices = _items(known[facts.office.maintainable])
        for path, table in _items(known[_QUESTIONNAIRE]).items():
            if path.rpartition(".")[2] == leaf:
                yield MetadataSet(
                    ref=ref,
                    name=table.name,
                    described_by=Link("metadataflow", flow),
                    targets=table.structures,
                    attributes=tuple(_answers(facts, offices)),
                )

    needs = {_QUESTIONNAIRE: "metadataflow", facts.office.maintainable: "office"}
    return Deferred(needs=needs, make=make)


def _items(scheme: Maintainable) -> Mapping[str, Item]:
    assert isinstance(scheme, ItemScheme)  # noqa: S101 - the link's kind says so
    return scheme.by_id()


def _answers(facts: TableFacts, offices: _Offices) -> Iterator[ReportedAttribute]:
    yield _text("OFFICE", _office(facts.office, offices))
    for basis in facts.bases:
        for agreement in basis.agreements:
            yield _figures(basis, agreement)
    for filler in facts.fillers:
        yield _filler(filler, offices)
    for gap in facts.gaps:
        yield _gap(gap, offices)


def _figures(basis: Basis, agreement: Ref) -> ReportedAttribute:
    return _heading(
        "FIGURES",
        _value("AGREEMENT", str(agreement)),
        _value("DEFINITION", _code(basis.distance)),
        _text("DIFFERENCE", basis.difference, basis.document),
        _value("HELD_ELSEWHERE", "true" if basis.mirror else "false"),
    )


def _filler(filler: Filler, offices: _Offices) -> ReportedAttribute:
    return _heading(
        "FILLER",
        _text("FILLER_SOURCE", filler.name),
        _text("FILLER_OFFICE", _office(filler.office, offices)),
        _text("OBSTACLE", filler.obstacle, filler.document),
    )


def _gap(gap: Gap, offices: _Offices) -> ReportedAttribute:
    codes = " ".join(f"{id}={','.join(found)}" for id, found in gap.codes.items())
    return _heading(
        "GAP",
        _value("GAP_STATE", _code(gap.state)),
        _value("GAP_YEARS", _years(gap)),
        _value("GAP_DATAFLOWS", " ".join(map(str, gap.dataflows))),
        _value("GAP_CODES", codes),
        _text("GAP_REASON", gap.reason, gap.document),
        _text("GAP_OFFICE", _office(gap.office, offices) if gap.office else {}),
        _value("GAP_DUE", f"--{gap.due}" if gap.due else ""),
    )


def _years(gap: Gap) -> str:
    """`2005-2015`, `2016-`, `-1998`, several with blanks between; "" for all years."""
    return " ".join(_span(first, last) for first, last in gap.years)


def _span(first: int, last: int) -> str:
    start = str(first) if first else ""
    end = str(last) if last < _OPEN else ""
    return start if start == end else f"{start}-{end}"


def _code(word: str) -> str:
    return word.upper().replace(" ", "_")


def _office(office: Link, offices: _Offices) -> Text:
    found = offices.get(office.item)
    return found.name if found else {"en": office.item}


def _heading(id: str, *answers: ReportedAttribute) -> ReportedAttribute:
    given = tuple(answer for answer in answers if answer.value or answer.text)
    return ReportedAttribute(id=id, children=given)


def _value(id: str, value: str) -> ReportedAttribute:
    return ReportedAttribute(id=id, value=value)


def _text(id: str, text: Text, document: str = "") -> ReportedAttribute:
    children = (_value(f"{id}_{DOCUMENT}", document),) if document else ()
    return ReportedAttribute(id=id, text=text, children=children)
