"""What the audit of dependencies makes of what pip-audit says."""

import json

from tests.audit import judge

SOUND = {"name": "a", "version": "1", "vulns": []}
HOLED = {"name": "b", "version": "2", "vulns": [{"id": "X-1", "fix_versions": ["3"]}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


def _said(*packages):
    return judge(json.dumps({"dependencies": packages, "fixes": []}), "")


def test_a_known_hole_fails():
    assert _said(SOUND, HOLED, SKIPPED) == (
        "audit: holes are known\nb 2: X-1, mended in 3\nthe service knows 2 of 3 packages",
        1,
    )


def test_none_known():
    found = _said(SOUND, SKIPPED)
    assert found == ("audit: no hole is known; the service knows 1 of 2 packages", 0)


def test_nothing_known_of_any_package_is_not_an_audit():
    assert _said(SKIPPED) == ("audit: not done, the service knows 0 of 1 packages", 0)


def test_a_service_that_cannot_be_asked_is_told_and_does_not_fail():
    found = judge("", "Traceback\nConnectionError: no such host\n")
    assert found.code == 0
    assert found.said.endswith("cannot be asked: ConnectionError: no such host")
