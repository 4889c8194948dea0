"""All figures of a period repeat those of the period before: carried forward, not counted."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from api.model.report import Finding
from api.publish.drafted import Drafted, Step

#: Different figures that do not repeat by accident.
_ENOUGH = 3

_ADVICE = "ask the office whether the figures were counted anew"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Warning, at the first repeated figure of the period."""
    periods: dict[str, list[Step]] = defaultdict(list)
    for step in drafted.steps():
        periods[step.place[1]].append(step)
    for steps in periods.values():
        same = all(step.figure == step.before for step in steps)
        if same and len({step.figure for step in steps if step.figure}) >= _ENOUGH:
            message = f"all {len(steps)} figures are those of {steps[0].previous}"
            found = drafted.found_at(steps[0].place, "REPEATED-PERIOD", message, _ADVICE)
            yield replace(found, severity="warning")
