"""Steps between two instants as the portal tells them."""

from datetime import datetime

from api.model.structure import Structure
from api.resources.differences import Kind, Step
from api.resources.numbers import number
from api.resources.published import Published
from api.resources.reconciliation_shape import labels
from api.resources.shape import Label, Shape


class StepAnswer(Shape):
    """One change of one observation."""

    dataflow: str
    key: str
    dimensions: dict[str, Label]
    period: str
    kind: Kind
    old: str | None
    """As published before; null where there was nothing."""
    new: str | None
    """As published since; null where the observation was withdrawn."""
    difference: float | int | None
    """New less old in the unit of measure itself: whole persons."""
    percent: float | None
    """The difference in percent of the old figure."""
    instant: datetime
    """Since when the new one stands."""
    release: int
    """Number of the release that did it."""
    agreement: str
    """Whose release it is."""
    reason: str


def step_answer(step: Step, structure: Structure, published: Published) -> StepAnswer:
    """One step in the reader's language."""
    return StepAnswer(
        dataflow=structure.dataflow.ref.id,
        key=".".join(step.key),
        dimensions=labels(step.key, structure, published),
        period=step.period,
        kind=step.kind,
        old=step.old,
        new=step.new,
        difference=number(step.difference),
        percent=float(step.percent) if step.percent is not None else None,
        instant=step.release.valid_from,
        release=step.release.id,
        agreement=str(step.release.agreement),
        reason=step.release.reason,
    )
