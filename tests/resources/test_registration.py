"""Registration queries find what they should (`registrations.toml`), and never what is pending."""

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api import formats
from api.errors import SdmxError
from api.formats.negotiation import Wish, choose
from api.model.artefact import ProvisionAgreement
from api.model.query import ArtefactQuery, RegistrationQuery
from api.model.ref import Link, Ref
from api.model.registry import Registry
from api.resources.actual import Actual
from api.resources.registration import registration
from api.store.store import Store
from tests.formats.schemas import message_faults
from tests.store.conftest import FIRST, FLOW, SECOND, START, Clock, cube, draft

CASES = tomllib.loads((Path(__file__).parent / "registrations.toml").read_text())
FIGURES = {("SEX_T", "JPN", "2019"): "1.5"}


def _agreement(ref, provider):
    scheme = Ref("TEST", "DATA_PROVIDERS", "1.0")
    link = Link("dataproviderscheme", scheme, provider)
    return ProvisionAgreement(ref=ref, name={"en": ref.id}, dataflow=FLOW, provider=link)


REGISTRY = Registry(
    [
        *cube(),
        _agreement(FIRST, "A"),
        _agreement(SECOND, "B"),
        _agreement(Ref("TEST", "EMPTY"), "A"),
    ]
)


def day(number):
    return datetime(2024, 1, number, tzinfo=UTC)


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Three releases, and one that is pending until the clock says the 20th."""
    clock = Clock()
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}"
    store = Store(url, REGISTRY, clock)
    store.prepare()
    assert clock.now == START
    for number, agreement, value in ((2, FIRST, "1.5"), (4, SECOND, "2"), (6, FIRST, "3")):
        clock.now = day(number)
        store.release(draft({("SEX_T", "JPN", "2019"): value}, agreement), None)
    clock.now = day(10)
    store.release(draft({("SEX_T", "KOR", "2020"): "9"}, SECOND), day(20))
    yield store, clock
    store.close()


def _query(case):
    names = {name: tuple(case[name]) for name in ("agencies", "ids", "versions") if name in case}
    query = RegistrationQuery(
        dialect="v2",
        id=case.get("id", ""),
        context=case.get("context", "*"),
        artefacts=ArtefactQuery(**{"versions": ("*",), **names}),
        updated_after=case.get("updated_after"),
        updated_before=case.get("updated_before"),
    )
    if "providers" not in case:
        return query
    return replace(query, providers=tuple(map(tuple, case["providers"])))


def _answer(published, query, version="3.1.0"):
    store, _ = published
    accept = f"application/vnd.sdmx.registry+xml;version={version}"
    wish = Wish(dialect="v2", accept=accept, base_url="https://ilms.example")
    return registration(query, choose(formats.REGISTRY, wish), Actual(REGISTRY, store), store)


def _message(published, query, version="3.1.0"):
    return b"".join(_answer(published, query, version).open())


@pytest.mark.parametrize("version", ["3.0.0", "3.1.0"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_finds(published, case, version):
    query = _query(case)
    if "error" in case:
        with pytest.raises(SdmxError, match=re.escape(case["error"])):
            _message(published, query)
        return
    message = _message(published, query, version)
    assert message_faults(version, message) == []
    text = message.decode()
    listed = [id for id in ("FIRST", "SECOND", "EMPTY") if f'"TEST-{id}-1_0_0"' in text]
    assert listed == case["answer"]
    for id in listed:
        address = f"https://ilms.example/rest/v2/data/provisionagreement/TEST/{id}/1.0.0<"
        assert f"ProvisionAgreement=TEST:{id}(1.0.0)<" in text
        assert address in text
    assert "<com:DataURL>https://ilms.example/rest/v2<" in text


def test_a_pending_release_changes_nothing_until_its_instant(published):
    _, clock = published
    query = _query({"id": "TEST-SECOND-1_0_0"})
    before = _answer(published, query)
    early = _message(published, query)
    assert 'lastUpdated="2024-01-04T00:00:00Z"' in early.decode()
    assert b"2024-01-20" not in early
    clock.now = day(20)
    try:
        after = _answer(published, query)
        assert after.tag != before.tag
        assert 'lastUpdated="2024-01-20T00:00:00Z"' in _message(published, query).decode()
    finally:
        clock.now = day(10)
