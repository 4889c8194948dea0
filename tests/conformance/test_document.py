"""`docs/conformance.md` says what the tests show, and nothing else."""

import re

from tests.conformance.document import DOCUMENT, PROJECT, deviations, text
from tests.conformance.features import topics


def test_the_document_is_up_to_date():
    written = DOCUMENT.read_text()
    assert written == text(), "run: python -m tests.conformance.document"


def test_every_tag_is_listed():
    tags = sum(path.read_text().count("deviates:") for path in (PROJECT / "api").rglob("*.py"))
    assert len(list(deviations())) == tags > 0
    assert all(said.count(" - ") == 1 or "," in said for _, said in deviations())


def test_what_is_not_as_the_specification_says_has_a_reason():
    for _, _, features in topics():
        for feature in features:
            assert feature.support in ("yes", "no", "differs", "more")
            assert feature.rest in ("1.5", "2.2", "both")
            assert feature.note or feature.support in ("yes", "more"), feature.id


def test_nothing_but_the_service_is_in_it():
    assert re.findall(r"(?i)localhost|127\.0\.0\.1|/tmp/|/work/", text()) == []
