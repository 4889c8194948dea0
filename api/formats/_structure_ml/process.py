"""Processes in SDMX-ML, all editions."""

from collections.abc import Iterable

from api.formats._structure_ml.pen import Pen
from api.model.artefact import Maintainable
from api.model.process import Process, ProcessStep, Transition
from api.model.ref import Link


def process(artefact: Maintainable, pen: Pen) -> str:
    """`str:Process` with its steps."""
    assert isinstance(artefact, Process)  # noqa: S101 - the table of kinds says so
    names = pen.names(artefact.annotations, artefact.name, artefact.description)
    steps = "" if artefact.is_external else _steps(artefact.steps, pen)
    return f"<str:Process{pen.head(artefact)}>{names}{steps}</str:Process>"


def _steps(steps: Iterable[ProcessStep], pen: Pen) -> str:
    return "".join(_step(step, pen) for step in steps)


def _step(step: ProcessStep, pen: Pen) -> str:
    computation = ""
    if step.computation:
        text = pen.texts("com:Description", step.computation)
        computation = f"<str:Computation>{text}</str:Computation>"
    return (
        f'<str:ProcessStep id="{step.id}">'
        + pen.names((), step.name, step.description)
        + _objects("str:Input", step.inputs, pen)
        + _objects("str:Output", step.outputs, pen)
        + computation
        + "".join(_transition(found, pen) for found in step.transitions)
        + _steps(step.steps, pen)
        + "</str:ProcessStep>"
    )


def _objects(name: str, objects: Iterable[tuple[str, Link]], pen: Pen) -> str:
    """What a step reads or makes. 2.1 has no map from free text, and a link does not tell what its
    map is from, so that 2.1 is silent about maps rather than point to what is not there."""
    return "".join(
        f'<{name} localID="{id}">{pen.reference("str:ObjectReference", link)}</{name}>'
        for id, link in objects
        if not (pen.old and link.kind == "representationmap")
    )


def _transition(found: Transition, pen: Pen) -> str:
    return (
        f'<str:Transition id="{found.id}">{pen.local("str:TargetStep", found.target)}'
        f"{pen.texts('str:Condition', found.condition)}</str:Transition>"
    )
