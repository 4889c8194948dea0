"""Replaying deltas over a base pull equals a fresh pull, through the formats a harvester reads."""

from datetime import UTC, datetime, timedelta

import pytest

from api.formats.base import Options
from api.model.dataset import DataMessage, Header
from api.model.query import DataQuery
from api.model.selection import resolve
from api.store.store import Store
from tests.formats.names import FORMATS
from tests.observations import Record, read
from tests.store.conftest import Clock, cube, draft

NAMES = (
    *("sdmx_csv_2_0", "sdmx_csv_2_1", "sdmx_json_2_0", "sdmx_json_2_1"),
    *("sdmx_ml_2_1_generic", "sdmx_ml_2_1_structure_specific", "sdmx_ml_3_0", "sdmx_ml_3_1"),
)
KEY = ("SEX", "CDS", "FREQ", "TIME_PERIOD")
JPN, KOR, TWN = (("SEX_F", code, "2019") for code in ("JPN", "KOR", "TWN"))
#: Base; a value revised and one new; an attribute alone; a deletion; all of it at once.
RELEASES = (
    ({JPN: "1", KOR: ("2", "P")}, []),
    ({JPN: "1.5", TWN: "3"}, []),
    ({KOR: ("2", "B")}, []),
    ({}, [(("SEX_F", "TWN", "A"), "2019")]),
    ({KOR: ("", "C"), TWN: "4"}, [(("SEX_F", "JPN", "A"), "2019")]),
)


def _pull(store: Store, name: str, since: datetime | None = None) -> list[Record]:
    """Records of an answer, as the format tells them."""
    query = DataQuery(dialect="v2", updated_after=since)
    selected = store.select(resolve(query, cube()))
    if selected is None:
        return []
    message = DataMessage(
        header=Header(id="T", prepared=datetime(2026, 1, 1, tzinfo=UTC)),
        structures=tuple(part.structure for part in selected.parts),
        datasets=selected.data_sets,
        revisions=since is not None,
    )
    body = b"".join(FORMATS[name].write(message, Options()))
    selected.close()
    return read(FORMATS[name].media_type, body)


def _replay(content: dict[tuple[str, ...], Record], found: list[Record]) -> None:
    for record in found:
        key = tuple(record[id] for id in KEY)
        if record.pop("@action", "") == "Delete":
            content.pop(key)
        else:
            content[key] = record


@pytest.mark.parametrize("name", NAMES)
def test_base_and_deltas_are_a_fresh_pull(database_url, name):
    clock = Clock()
    store = Store(database_url, cube(), clock)
    store.prepare()
    content: dict[tuple[str, ...], Record] = {}
    for figures, deletions in RELEASES:
        since = clock.now
        store.release(draft(figures, deletions=deletions), clock.later())
        _replay(content, _pull(store, name, since))
        fresh: dict[tuple[str, ...], Record] = {}
        _replay(fresh, _pull(store, name))
        assert content == fresh
    assert {key[1] for key in content} == {"KOR", "TWN"}
    early = clock.now - timedelta(days=2)
    assert {record.get("@action", "") for record in _pull(store, name, early)} == {"", "Delete"}
    store.close()
