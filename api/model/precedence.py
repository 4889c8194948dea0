"""Whose figure a dataflow takes where several agreements have one: its file's order, and why."""

from collections.abc import Iterable

from api.model.artefact import Dataflow, Precedence
from api.model.ref import Ref


def deciding(flow: Dataflow, period: str) -> Precedence | None:
    """The rule that decides for a period: the first that names it or names none."""
    rules = (rule for rule in flow.precedence if not rule.periods or period in rule.periods)
    return next(rules, None)


def taken(flow: Dataflow, period: str, agreements: Iterable[Ref]) -> Ref:
    """The agreement whose figure stands, of at least one; those no rule lists come last, by name.

    The store takes the same one; a test compares the two over all that is shipped.
    """
    rule = deciding(flow, period)
    listed = rule.agreements if rule else ()
    ranks = {ref: rank for rank, ref in enumerate(listed)}
    return min(agreements, key=lambda ref: (ranks.get(ref, len(ranks)), str(ref)))
