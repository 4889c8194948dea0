"""Every operation of the OpenAPI description, by schemathesis: answers are as described."""

import time

from hypothesis import HealthCheck, Phase, given, settings
from starlette.types import ASGIApp


def run(app: ASGIApp, seconds: float) -> int:
    """Call operations in turn until the time is over, each once at least; how many calls."""
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
    )

    checks = [not_a_server_error, response_schema_conformance, content_type_conformance]
    until, count = time.monotonic() + seconds, 0
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=10,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @given(case=operation.as_strategy())
        def each(case: "schemathesis.Case") -> None:
            nonlocal count
            count += 1
            answer = case.call()
            if answer.status_code != 501:
                case.validate_response(answer, checks=checks)

        each()
        if time.monotonic() >= until:
            break
    return count
