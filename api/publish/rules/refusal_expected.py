"""A source is kept for the coverage report only, because a rule refuses it; that rule must."""

from collections.abc import Iterator

from api.model.report import Finding
from api.publish.drafted import Drafted


def check(drafted: Drafted) -> Iterator[Finding]:
    """Error: it must not be published by accident when the rule finds nothing any more."""
    expected = drafted.source.refused_by
    raised = {found.rule for found in drafted.findings if found.severity == "error"}
    if drafted.source.publish == "refused" and expected not in raised:
        yield Finding(
            rule="REFUSAL-EXPECTED",
            message=f"the source is to be refused by {expected}, which found nothing",
            file=drafted.file,
            advice="publish = 'released' in the layout, if the figures are fit for it",
        )


ABOUT_FINDINGS = True
