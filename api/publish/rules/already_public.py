"""A figure has so few cases that it must be withheld, and it is public, or follows from what is.

Taking it back would only pretend: releases keep it, and whoever copied it has it.
"""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted

_ADVICE = "ask who set the threshold: publish it as it is known, or group the table more coarsely"


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error."""
    for place, why in drafted.exposed.items():
        observation = drafted.by_place.get(place)
        yield Finding(
            rule="ALREADY-PUBLIC",
            message=f"the figure must be withheld and {why}",
            file=drafted.file,
            row=observation.row if observation else None,
            column=observation.column if observation else "",
            key=f"{'.'.join(place[0])} {place[1]}",
            advice=_ADVICE,
        )
