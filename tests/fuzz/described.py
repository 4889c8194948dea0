"""Every operation of the OpenAPI description, by schemathesis: answers are as described."""

import time
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from starlette.types import ASGIApp

#: Calls of an operation in one round.
_CALLS = 3


def run(app: ASGIApp, seconds: float) -> int:
    """Call all operations in rounds until the time is over, one round at least; how many calls."""
    import schemathesis

    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    operations = [found.ok() for found in schema.get_all_operations()]
    until, count = time.monotonic() + seconds, 0
    while True:
        count += sum(map(_call, operations))
        if time.monotonic() >= until:
            return count


def _call(operation: Any) -> int:
    """Call one operation with other parameters each time; how many calls."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
    )

    checks = [not_a_server_error, response_schema_conformance, content_type_conformance]
    count = 0

    @settings(
        max_examples=_CALLS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(case=operation.as_strategy())
    def each(case: Any) -> None:
        nonlocal count
        count += 1
        answer = case.call()
        if answer.status_code != 501:
            case.validate_response(answer, checks=checks)

    each()
    return count
