"""The state of every cell of a dataflow, and what accounts for it.

A cell is a box of the questionnaire (see `boxes`) and a year. Its state is decided in this order,
and the last step always decides, so that every cell has exactly one:

1. a figure of the year in the default data set: `published`, or `mirror figure only` where its
   agreement is one of figures held elsewhere; an observation withheld: `withheld`. A stock at a
   date within the year is a figure of the year;
2. a remainder ("other countries") where the countries named add up to the total: nothing is left,
   `not applicable`;
3. a figure for a part of the year, or one that was transcribed and refused: `collected with
   another definition`;
4. the first gap in the table's file that covers the cell; a `late` one that is not due yet is
   `not applicable`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from api.model.coverage import BY_NAME, Basis, Distance, Gap, Held, Questionnaire, State, TableFacts
from api.model.precedence import taken
from api.model.ref import Link, Ref
from api.model.structure import Structure
from api.model.text import Text
from api.resources.boxes import Boxes, Codes
from api.resources.by_agreement import Observed

#: OBS_STATUS of an observation that is kept confidential (ILO's list).
_WITHHELD = "C"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What stands behind a state: whose figure on which definition, or why there is none."""

    text: Text
    document: str = ""
    #: Whose figure it is, or who could fill the cell.
    office: Link
    agreement: Ref | None = None
    distance: Distance | None = None


class Cell(NamedTuple):
    """One cell and its one state."""

    dataflow: Ref
    #: Codes in the order of `Boxes.dimensions`.
    codes: Codes
    year: int
    state: State
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of a dataflow besides its figures."""

    structure: Structure
    boxes: Boxes
    questionnaire: Questionnaire
    facts: TableFacts
    #: Agreements of this dataflow -> their provider.
    providers: Mapping[Ref, Link]
    #: Agreements whose figures are of a date, not of a time.
    stocks: frozenset[Ref]
    #: The day it is, in Viet Nam.
    today: date


def cells(context: Context, figures: Iterable[Observed], held: Iterable[Held]) -> Iterator[Cell]:
    """Every cell of a dataflow, by box and year, up to the last year that is over."""
    judge = _Judge(context, figures, held)
    years = range(context.questionnaire.first_year, context.today.year)
    for codes in context.boxes:
        for year in years:
            state, account = judge.of(codes, year)
            yield Cell(context.structure.dataflow.ref, codes, year, state, account)


#: What is said of a cell: its state, and what accounts for it.
_Verdict = tuple[State, Account]


class _Judge:
    def __init__(self, context: Context, figures: Iterable[Observed], held: Iterable[Held]) -> None:
        self._context = context
        self._flow = context.structure.dataflow
        self._annual: dict[tuple[Codes, int], list[Observed]] = defaultdict(list)
        self._parts: dict[tuple[Codes, int], list[Observed]] = defaultdict(list)
        self._refused: dict[tuple[Codes, int], Ref] = {}
        for one in figures:
            annual = one.period.isdecimal() or one.period.endswith("-A1")
            filled = self._annual if annual else self._parts
            for codes in context.boxes.of(one.key):
                filled[codes, int(one.period[:4])].append(one)
        for each in held:
            for codes in context.boxes.of(each.key):
                self._refused.setdefault((codes, each.year), each.agreement)
        self._accounts: dict[object, Account] = {}

    def of(self, codes: Codes, year: int) -> _Verdict:
        """The state of a cell."""
        figures = self._figures(codes, year)
        verdict = self._filled(figures) or self._nothing_left(codes, year)
        return verdict or self._otherwise(codes, year) or self._gap(codes, year)

    def _figures(self, codes: Codes, year: int) -> list[Observed]:
        """The observations the default data set takes for a cell; of a stock the last in time."""
        annual = self._taken(self._annual.get((codes, year), ()))
        if any(one.value for one in annual):
            return annual
        stocks = [
            one
            for one in self._parts.get((codes, year), ())
            if one.agreement in self._context.stocks and one.value
        ]
        last = max((one.period for one in stocks), default="")
        return self._taken(one for one in stocks if one.period == last) or annual

    def _taken(self, figures: Iterable[Observed]) -> list[Observed]:
        by_key: dict[tuple[str, ...], dict[Ref, Observed]] = defaultdict(dict)
        for one in figures:
            by_key[one.key][one.agreement] = one
        return [
            found[taken(self._flow, next(iter(found.values())).period, found)]
            for found in by_key.values()
        ]

    def _filled(self, figures: list[Observed]) -> _Verdict | None:
        with_value = [one for one in figures if one.value]
        ours = [one for one in with_value if not self._basis(one.agreement).mirror]
        if ours:
            return "published", self._of_agreement(ours[0].agreement)
        for one in figures:
            if one.status == _WITHHELD:
                return "withheld", self._of_agreement(one.agreement)
        if with_value:
            return "mirror figure only", self._of_agreement(with_value[0].agreement)
        return None

    def _nothing_left(self, codes: Codes, year: int) -> _Verdict | None:
        for place, code in enumerate(codes):
            total = self._context.questionnaire.remainders.get(code)
            if total and self._adds_up(codes, place, total, year):
                office = self._context.facts.office
                return "not applicable", self._account("nothing left", _NOTHING_LEFT, office)
        return None

    def _adds_up(self, codes: Codes, place: int, total: str, year: int) -> bool:
        """Whether the parts named are the total, all of them."""
        by_name = total.rpartition("_")[0] + "_" + BY_NAME
        parts = self._figures((*codes[:place], by_name, *codes[place + 1 :]), year)
        whole = self._figures((*codes[:place], total, *codes[place + 1 :]), year)
        values = [one.value for one in (*parts, *whole)]
        if not parts or len(whole) != 1 or not all(values):
            return False
        return sum(Decimal(one.value) for one in parts) == Decimal(whole[0].value)

    def _otherwise(self, codes: Codes, year: int) -> _Verdict | None:
        parts = [one.agreement for one in self._parts.get((codes, year), ()) if one.value]
        agreement = parts[0] if parts else self._refused.get((codes, year))
        if agreement is None:
            return None
        account = self._of_agreement(agreement, otherwise="other period" if parts else None)
        return "collected with another definition", account

    def _gap(self, codes: Codes, year: int) -> _Verdict:
        asked = dict(zip(self._context.boxes.dimensions, codes, strict=True))
        gap = next(
            gap for gap in self._context.facts.gaps if gap.covers(self._flow.ref, asked, year)
        )
        office = gap.office or self._context.facts.office
        if gap.due and self._context.today <= (due := _due(gap, year)):
            said = {tag: text.format(due.isoformat()) for tag, text in _NOT_DUE.items()}
            return "not applicable", self._account((id(gap), year), said, office)
        return gap.state, self._account(id(gap), gap.reason, office, gap.document)

    def _basis(self, agreement: Ref) -> Basis:
        found = (one for one in self._context.facts.bases if agreement in one.agreements)
        return next(found, None) or Basis(
            agreements=(agreement,), distance="not stated", difference=_NOT_STATED
        )

    def _of_agreement(self, agreement: Ref, otherwise: Distance | None = None) -> Account:
        if (agreement, otherwise) not in self._accounts:
            basis = self._basis(agreement)
            self._accounts[agreement, otherwise] = Account(
                text=basis.difference,
                document=basis.document,
                office=self._context.providers[agreement],
                agreement=agreement,
                distance=otherwise or basis.distance,
            )
        return self._accounts[agreement, otherwise]

    def _account(self, key: object, text: Text, office: Link, document: str = "") -> Account:
        if key not in self._accounts:
            self._accounts[key] = Account(text=text, document=document, office=office)
        return self._accounts[key]


def _due(gap: Gap, year: int) -> date:
    return date.fromisoformat(f"{year + 1}-{gap.due}")


_NOTHING_LEFT: Text = {
    "en": "The countries named add up to the total: no others are left.",
    "vi": "Các nước được nêu cộng đủ bằng tổng số: không còn nước khác.",
}
_NOT_DUE: Text = {
    "en": "Not due yet: the figure of the year is expected by {}.",
    "vi": "Chưa đến hạn: số liệu của năm dự kiến có trước ngày {}.",
}
_NOT_STATED: Text = {
    "en": "How the definition compares with the table's is not described yet.",
    "vi": "Chưa có mô tả so sánh định nghĩa với bảng.",
}
