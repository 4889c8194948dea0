"""`make audit`: are holes known in a locked package? Asks pip-audit, which asks a service.

Exit code 1 if one is known. Where nobody can be asked, it says so and ends well: a check that needs
the network is no reason to refuse work without it.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

_LOCK = Path(__file__).parent.parent / "requirements.lock"


class Outcome(NamedTuple):
    """What is told, and the exit code."""

    said: str
    code: int


def judge(output: str, errors: str) -> Outcome:
    """What pip-audit's JSON means; it wrote none if it did not reach its service."""
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError):
        last = errors.strip().rsplit("\n", 1)[-1]
        return Outcome(f"audit: not done, the service cannot be asked: {last[:300]}", 0)
    known = [
        f"{one['name']} {one['version']}: {hole['id']}"
        + (f", mended in {', '.join(hole['fix_versions'])}" if hole["fix_versions"] else "")
        for one in packages
        for hole in one.get("vulns", ())
    ]
    asked = sum("skip_reason" not in one for one in packages)
    unknown = f"the service knows {asked} of {len(packages)} packages"
    if known:
        return Outcome("\n".join(["audit: holes are known", *known, unknown]), 1)
    if not asked:
        return Outcome(f"audit: not done, {unknown}", 0)
    return Outcome(f"audit: no hole is known; {unknown}", 0)


def main() -> int:
    """Ask about the packages of the service; the exit code."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes"]
    options = ["--requirement", str(_LOCK), "--format", "json", "--progress-spinner", "off"]
    done = subprocess.run(  # noqa: S603 - fixed words
        [*command, *options, "--timeout", "10"], capture_output=True, text=True, check=False
    )
    outcome = judge(done.stdout, done.stderr)
    sys.stdout.write(outcome.said + "\n")
    return outcome.code


if __name__ == "__main__":
    sys.exit(main())
