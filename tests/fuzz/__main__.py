"""`make fuzz`: every target in turn until the time is over. SECONDS (60) is the time of all.

Prints how many inputs each took; a failure is shrunk, printed, and ends with exit code 1. With
`schemathesis` installed, the OpenAPI description is one more target.
"""

import os
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, seed, settings
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.settings import Settings
from api.web.app import create_app
from tests.fuzz import described
from tests.fuzz import targets as all_targets
from tests.fuzz.targets import Target

#: Inputs between two looks at the clock.
_BATCH = 100

_SETTINGS = settings(
    max_examples=_BATCH,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)


def run(target: Target, until: float, random: Random) -> int:
    """Check inputs until the time is over, a batch at least; how many there were."""
    count = 0

    def check(value: object) -> None:
        nonlocal count
        count += 1
        target.check(value)

    while True:
        seed(random.randrange(1 << 32))(_SETTINGS(given(target.given)(_copy(check))))()
        if time.monotonic() >= until:
            return count


def _copy(check: Callable[[object], None]) -> Callable[[object], None]:
    """A function of its own: hypothesis marks those it is given."""

    def each(value: object) -> None:
        check(value)

    return each


def every(app: ASGIApp) -> dict[str, Target]:
    """Targets by name."""
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    return {
        "addresses": all_targets.addresses(client),
        "negotiation": all_targets.negotiation(),
        "workbooks": all_targets.workbooks(),
        "definition files": all_targets.definition_files(),
        "kept definitions": all_targets.archives(),
        "manifests": all_targets.manifests(),
    }


def main() -> int:
    """Run everything; the exit code."""
    seconds = float(os.environ.get("SECONDS", "60"))
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ilms.sqlite'}"
        app = create_app(Settings(database_url=url, rate=10**9, log_level="error"))
        found = every(app)
        share = seconds / (len(found) + 1)
        for name, target in found.items():
            count = run(target, time.monotonic() + share, Random())  # noqa: S311
            sys.stdout.write(f"{name}: {count} inputs\n")
        if find_spec("schemathesis"):
            sys.stdout.write(f"OpenAPI: {described.run(app, share)} inputs\n")
        else:
            sys.stdout.write("OpenAPI: left out, schemathesis is not installed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
