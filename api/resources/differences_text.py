"""Steps between two instants as lines of text, for the command line."""

from api.model.ref import Ref
from api.resources.differences import Step


def step_line(flow: Ref, step: Step) -> str:
    """One change: what, from which figure to which, by how much, since when and through what."""
    size = ""
    if step.difference:
        percent = f", {step.percent:+} %" if step.percent is not None else ""
        size = f" ({step.difference:+f}{percent})"
    one = step.release
    reason = f" reason: {one.reason}" if one.reason else ""
    return (
        f"{flow.id} {'.'.join(step.key)} {step.period} {step.kind}: "
        f"{_shown(step.old)} -> {_shown(step.new)}{size}\n"
        f"    {one.valid_from:%Y-%m-%dT%H:%M:%SZ} release {one.id} {one.agreement}{reason}"
    )


def _shown(value: str | None) -> str:
    if value is None:
        return "nothing"
    return value or "no value"
