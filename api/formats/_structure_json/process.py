"""Processes in SDMX-JSON, all editions."""

from collections.abc import Iterable

from api.formats._naming import version_2_1
from api.formats._structure_json.style import Object, Style, present
from api.model.artefact import Maintainable
from api.model.process import Process, ProcessStep, Transition
from api.model.ref import Link, Ref


def process(artefact: Maintainable, style: Style) -> Object:
    """A process with its steps."""
    assert isinstance(artefact, Process)  # noqa: S101 - the table of kinds says so
    written = style.head(artefact)
    if not artefact.is_external:
        written.update(present(processSteps=_steps(artefact.steps, artefact.ref, style)))
    return written


def _steps(steps: Iterable[ProcessStep], ref: Ref, style: Style) -> list[Object]:
    return [_step(step, ref, style) for step in steps]


def _step(step: ProcessStep, ref: Ref, style: Style) -> Object:
    written: Object = {
        "id": step.id,
        **style.names((), step.name, step.description),
        **present(inputs=_objects(step.inputs, style), outputs=_objects(step.outputs, style)),
    }
    if step.computation:
        written["computation"] = style.text("description", step.computation)
    transitions = [_transition(found, ref, style) for found in step.transitions]
    written.update(present(transitions=transitions, processSteps=_steps(step.steps, ref, style)))
    return written


def _objects(objects: Iterable[tuple[str, Link]], style: Style) -> list[Object]:
    """What a step reads or makes; in 1.0 without maps, as SDMX-ML 2.1 has it."""
    return [
        {"localID": id, "objectReference": style.urn(link)}
        for id, link in objects
        if not (style.old and link.kind == "representationmap")
    ]


def _transition(found: Transition, ref: Ref, style: Style) -> Object:
    target = found.target
    if style.old:
        place = f"{ref.agency}:{ref.id}({version_2_1(ref.version)}).{found.target}"
        target = f"urn:sdmx:org.sdmx.infomodel.process.ProcessStep={place}"
    return {"id": found.id, "targetStep": target, **style.text("condition", found.condition)}
