"""Figures side by side as the portal tells them."""

from api.model.artefact import ProvisionAgreement
from api.model.reconciliation import Cause, Conflict
from api.model.ref import Link, Ref
from api.model.structure import Structure
from api.model.text import Text
from api.resources.coverage_shape import office_label
from api.resources.numbers import number
from api.resources.published import Published
from api.resources.reconciliation import Reconciled, Side
from api.resources.shape import Label, Shape


class Explanation(Shape):
    """Why figures differ, or the question nobody has answered yet."""

    id: str
    cause: Cause
    label: str
    text: str
    document: str


class SideAnswer(Shape):
    """One figure of several."""

    agreement: str | None
    """Reference of the provision agreement; null for a figure quoted from elsewhere."""
    name: str
    """Name of the agreement, or the document a figure is quoted from."""
    provider: Label | None
    value: str | None
    """As published, in the unit of the dataflow; null for a quoted figure."""
    quoted: str | None
    """As printed elsewhere."""
    exactness: str | None
    """`about` or `at least` for a quoted figure that is rounded or a bound."""
    reference: str | None
    """What a quoted figure is of, where that is not the period itself."""
    amount: float | int | None
    """In the unit of measure itself: whole persons."""
    status: str | None
    taken: bool
    """Whether this is the figure the ILMS table takes."""
    difference: float | int | None
    """This figure less the one taken; null for that one itself."""
    percent: float | None
    """The difference in percent of the figure taken."""
    open: bool
    """Whether it differs and nobody has explained why."""
    explanation: Explanation | None


class ReconciledAnswer(Shape):
    """All figures of one key and period."""

    dataflow: str
    key: str
    dimensions: dict[str, Label]
    period: str
    taken: str | None
    """Agreement whose figure the table takes; null if it has none."""
    reason: str
    """Why that one, where there is a choice."""
    differs: bool
    open: bool
    sides: tuple[SideAnswer, ...]
    conflicts: tuple[Explanation, ...]
    """Every registered conflict about this key and period."""


_CAUSES: dict[Cause, Text] = {
    "vintage": {"en": "Published at different times", "vi": "Công bố ở các thời điểm khác nhau"},
    "definition": {"en": "Another thing is counted", "vi": "Nội dung thống kê khác nhau"},
    "population": {"en": "Other people are counted", "vi": "Đối tượng thống kê khác nhau"},
    "rounding": {"en": "Rounding", "vi": "Làm tròn"},
    "reporting": {"en": "The source contradicts itself", "vi": "Nguồn tự mâu thuẫn"},
    "unknown": {"en": "Open question", "vi": "Chưa rõ nguyên nhân"},
}


def reconciled_answer(
    one: Reconciled, structure: Structure, published: Published
) -> ReconciledAnswer:
    """One key and period in the reader's language."""
    return ReconciledAnswer(
        dataflow=structure.dataflow.ref.id,
        key=".".join(one.key),
        dimensions=labels(one.key, structure, published),
        period=one.period,
        taken=str(one.taken) if one.taken else None,
        reason=published.say(one.reason),
        differs=one.differs,
        open=one.is_open,
        sides=tuple(_side(side, one.taken, published) for side in one.sides),
        conflicts=tuple(explanation(conflict, published) for conflict in one.conflicts),
    )


def labels(key: tuple[str, ...], structure: Structure, published: Published) -> dict[str, Label]:
    """The codes of a key with their names, by dimension."""
    found = {}
    for component, code in zip(structure.dimensions, key, strict=True):
        item = structure.codes_of(component).get(code)
        found[component.id] = Label(code=code, label=published.say(item.name) if item else code)
    return found


def explanation(conflict: Conflict, published: Published) -> Explanation:
    """A registered conflict in the reader's language."""
    return Explanation(
        id=conflict.id,
        cause=conflict.cause,
        label=published.say(_CAUSES[conflict.cause]),
        text=published.say(conflict.explanation),
        document=conflict.document,
    )


def _side(side: Side, taken: Ref | None, published: Published) -> SideAnswer:
    agreement = _agreement(side.agreement, published)
    quoted, seen = side.quoted, side.observed
    return SideAnswer(
        agreement=str(side.agreement) if side.agreement else None,
        name=published.say(agreement.name) if agreement else quoted.document if quoted else "",
        provider=office_label(agreement.provider, published) if agreement else None,
        value=seen.value or None if seen else None,
        quoted=published.say(quoted.figure) if quoted else None,
        exactness=quoted.exactness if quoted else None,
        reference=quoted.reference or None if quoted else None,
        amount=number(side.amount),
        status=seen.status or None if seen else None,
        taken=side.agreement is not None and side.agreement == taken,
        difference=number(side.difference),
        percent=float(side.percent) if side.percent is not None else None,
        open=side.is_open,
        explanation=explanation(side.conflict, published) if side.conflict else None,
    )


def _agreement(ref: Ref | None, published: Published) -> ProvisionAgreement | None:
    found = published.registry.get(Link("provisionagreement", ref)) if ref else None
    return found if isinstance(found, ProvisionAgreement) else None
