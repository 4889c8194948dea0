"""A warning is accepted in the layout, its figure is in the file, and the warning is not there."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted


def check(drafted: Drafted) -> Iterator[Finding]:
    """Warning: the reason given is no longer true of the figures."""
    raised = {(found.rule, found.key) for found in drafted.findings}
    for each in drafted.source.accepted:
        key, _, period = each.where.partition(" ")
        there = (tuple(key.split(".")), period) in drafted.by_place
        if there and (each.rule, each.where) not in raised:
            yield Finding(
                rule="UNUSED-ACCEPTANCE",
                severity="warning",
                message=f"{each.rule} is accepted here and was not found",
                file=drafted.file,
                key=each.where,
                advice="take the acceptance out of the layout",
            )


ABOUT_FINDINGS = True
