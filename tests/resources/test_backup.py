"""A folder that holds the store: as files for a web server, and to be restored from."""

import filecmp
import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.cli import main
from api.definitions.load import Definitions, load
from api.model.dataset import DataSet
from api.model.query import ArtefactQuery, DataQuery
from api.model.ref import Ref
from api.model.release import Draft, Observation
from api.model.report import Report
from api.model.selection import resolve
from api.publish.opening import open_store
from api.resources.actual import Actual
from api.resources.export import Exported, NotExportable, Wanted, export
from api.resources.manifest import BrokenFolder
from api.resources.restore import restore
from api.settings import PROJECT, Settings, now
from api.store.backup import NotRestorable, dump
from api.store.store import Store
from api.web.app import create_app

FLOW = Ref("VN1", "DF_EMP_MNAO_SEX_CDS_NB")
AGREEMENT = Ref("VN1", "DOLAB_CONTRACT_WORKERS_ANNUAL")
ADDRESS = "http://testserver"

#: Figures of tests, found nowhere else.
CORRECTED, COMING = "777.001", "888.002"


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load(PROJECT)


def drafted(value: str, definitions: Definitions) -> Draft:
    structure = definitions.registry.structure(FLOW)
    count = sum(one.attachment == "observation" for one in structure.attributes)
    observation = Observation(
        key=("VNM", "A", "EMP_MNAO_NB", "SEX_F", "CDS_DES_JPN"),
        period="2023",
        value=value,
        source_value="",
        attributes=(None,) * count,
        row=7,
        column="A heading of this test",
    )
    return Draft(
        agreement=AGREEMENT,
        dataflow=FLOW,
        observations=[observation],
        report=Report(),
        file=f"{value}.csv",
        sha256="f" * 64,
        definitions=definitions.registry.fingerprint,
        reason="a test",
    )


class Later:
    """A clock some time after another."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return now() + self.offset


@pytest.fixture(scope="module")
def original(
    settings: Settings,
    app: ASGIApp,  # noqa: ARG001 - it publishes what is shipped
    definitions: Definitions,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Store, str]]:
    """The shipped tables, a correction of one figure, and another one that is to come."""
    path = tmp_path_factory.mktemp("original") / "ilms.sqlite"
    with (
        sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as source,
        sqlite3.connect(path) as copy,
    ):
        source.backup(copy)
    source.close()
    copy.close()
    store = open_store(definitions, f"sqlite:///{path}", now)
    store.release(drafted(CORRECTED, definitions), None)
    coming = store.release(drafted(COMING, definitions), now() + timedelta(days=365))
    store.announcements.announce_release(coming.id)
    yield store, f"sqlite:///{path}"
    store.close()


def exported(folder: Path, definitions: Definitions, url: str, **wanted: object) -> Path:
    store = open_store(definitions, url, now)
    source = Exported(actual=Actual(definitions.registry, store), store=store, database_url=url)
    try:
        export(folder, replace(Wanted(base_url=ADDRESS), **wanted), source)
    finally:
        store.close()
    return folder


@pytest.fixture(scope="module")
def folder(
    original: tuple[Store, str], definitions: Definitions, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    return exported(tmp_path_factory.mktemp("export") / "all", definitions, original[1])


def files(folder: Path) -> list[str]:
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def observations(store: Store, definitions: Definitions, **asked: object) -> list[object]:
    """Everything a question finds, as plain values."""
    flow = ArtefactQuery(agencies=(FLOW.agency,), ids=(FLOW.id,), versions=("1.0.0",))
    query = replace(DataQuery(dialect="v2", artefacts=flow), **asked)
    found = store.select(resolve(query, definitions.registry))
    assert found is not None
    try:
        return [one for dataset in found.data_sets for one in _plain(dataset)]
    finally:
        found.close()


def _plain(one: DataSet) -> Iterator[object]:
    for series in one.series:
        for position, value, number in zip(
            series.positions, series.values, series.attributes, strict=True
        ):
            what = one.attribute_sets[number]
            yield one.valid_from, one.action, series.key, one.points[position], value, what


@pytest.fixture(scope="module")
def restored(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of a store that was restored from the folder."""
    url = f"sqlite:///{tmp_path_factory.mktemp('restored') / 'ilms.sqlite'}"
    restore(folder, url, now)
    return url


def test_an_export_of_what_was_restored_is_equal_to_the_byte(
    folder: Path, restored: str, definitions: Definitions, tmp_path: Path
):
    again = exported(tmp_path / "again", definitions, restored)
    assert files(again) == files(folder)
    _, different, unreadable = filecmp.cmpfiles(folder, again, files(folder), shallow=False)
    assert (different, unreadable) == ([], [])


def test_a_restored_store_is_equal_and_goes_on(
    original: tuple[Store, str],
    folder: Path,
    definitions: Definitions,
    database_url: str,
    tmp_path: Path,
):
    """On each database, from SQLite: observations, lineage, history, releases, definitions."""
    releases = restore(folder, database_url, now)
    assert [one.file for one in releases[-2:]] == [f"{CORRECTED}.csv", f"{COMING}.csv"]
    dump(database_url, tmp_path)
    tables = [name for name in files(tmp_path) if name.endswith(".parquet")]
    assert f"store/{tables[0]}" in files(folder)
    assert filecmp.cmpfiles(folder / "store", tmp_path, tables, shallow=False)[0] == tables
    clock = Later()
    store = open_store(definitions, database_url, clock)
    asked = [{}, {"include_history": True}, {"as_of": datetime(2020, 1, 1, tzinfo=UTC)}]
    for one in asked:
        assert observations(store, definitions, **one) == observations(
            original[0], definitions, **one
        )
    assert COMING not in str(observations(store, definitions))
    assert store.announcements.coming() == original[0].announcements.coming() != ()
    clock.offset = timedelta(days=366)
    assert COMING in str(observations(store, definitions))
    last = max(one.id for one in store.releases())
    assert store.release(drafted("1", definitions), None).id == last + 1
    store.close()


def test_nothing_to_come_is_public(folder: Path):
    for name in files(folder):
        if not name.startswith("store/"):
            content = (folder / name).read_bytes()
            assert COMING.encode() not in content, name
    assert (
        CORRECTED.encode() in (folder / "history/VN1/DF_EMP_MNAO_SEX_CDS_NB/1.0.0.csv").read_bytes()
    )
    assert (folder / "store").stat().st_mode & 0o077 == 0
    assert COMING in (folder / "store" / "manifest.json").read_text()


def test_the_manifest_tells_every_file(folder: Path):
    said = json.loads((folder / "manifest.json").read_text())
    public = [name for name in files(folder) if not name.startswith("store/")]
    assert [*said["files"], "manifest.json"] == sorted(
        public, key=lambda n: (n == "manifest.json", n)
    )
    assert said["files"]["definitions/" + said["releases"][0]["definitions"] + ".json"]
    assert all(len(one["sha256"]) == 64 for one in said["releases"])


@pytest.fixture(scope="module")
def twin(folder: Path) -> Iterator[str]:
    """The folder behind a web server that knows nothing of SDMX."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


#: One file of structures in so many is asked for; those with data all are.
_SAMPLE = 23


def test_any_web_server_answers_as_the_service(twin: str, folder: Path, restored: str):
    """To the byte; the manifest has the media types, for a web server that can be told them."""
    told = json.loads((folder / "manifest.json").read_text())["files"]
    found = [name for name in files(folder) if name.startswith("rest/")]
    data = [name for name in found if "/data/" in name]
    assert len(data) > 30
    app = create_app(Settings(database_url=restored, rate=100_000))
    with httpx.Client() as plain, TestClient(app) as service:
        for name in {*data, *found[::_SAMPLE]}:
            expected = service.get(f"/{name}")
            assert expected.status_code == 200, name
            assert expected.headers["content-type"] == told[name]["type"]
            assert plain.get(f"{twin}/{name}").content == expected.content, name


def test_one_release_is_its_dataflow_as_of_its_instant(
    original: tuple[Store, str], definitions: Definitions, tmp_path: Path
):
    store, url = original
    one = next(each for each in store.releases() if each.dataflow == FLOW and "2017" in each.file)
    folder = exported(tmp_path / "one", definitions, url, release=one.id)
    target = f"sqlite:///{tmp_path / 'restored.sqlite'}"
    restored = restore(folder, target, now)
    assert {each.dataflow for each in restored} == {FLOW}
    assert max(each.valid_from for each in restored) == one.valid_from
    copy = open_store(definitions, target, now)
    then = {"as_of": one.valid_from}
    assert observations(copy, definitions) == observations(store, definitions, **then)
    copy.close()
    assert COMING.encode() not in b"".join((folder / name).read_bytes() for name in files(folder))


def test_for_the_public_only(original: tuple[Store, str], definitions: Definitions, tmp_path: Path):
    folder = exported(tmp_path / "public", definitions, original[1], public_only=True, release=1)
    assert not (folder / "store").exists()
    with pytest.raises(NotRestorable, match="for the public only"):
        restore(folder, f"sqlite:///{tmp_path / 'none.sqlite'}", now)


@pytest.mark.parametrize("release", [99999, "pending"])
def test_a_release_that_is_not_there_or_not_visible(
    original: tuple[Store, str], definitions: Definitions, tmp_path: Path, release: object
):
    id = original[0].releases()[-1].id if release == "pending" else release
    with pytest.raises(NotExportable, match="visible by now"):
        exported(tmp_path / "none", definitions, original[1], release=id)
    assert not (tmp_path / "none").exists()


def test_a_folder_that_holds_something_is_left_alone(
    original: tuple[Store, str], definitions: Definitions, tmp_path: Path
):
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(NotExportable, match="not empty"):
        exported(tmp_path, definitions, original[1])
    assert files(tmp_path) == ["mine"]


def _change(folder: Path) -> None:
    path = next(folder.glob("store/release.parquet"))
    path.write_bytes(path.read_bytes()[:-1] + b"X")


def _lose(folder: Path) -> None:
    (folder / "store" / "point.parquet").unlink()


def _lose_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def _garble_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[]")


def _point_outside(folder: Path) -> None:
    path = folder / "manifest.json"
    said = json.loads(path.read_text())
    said["files"]["../../etc/passwd"] = {"sha256": "0" * 64}
    path.write_text(json.dumps(said))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_change, "SHA-256 differs"),
        (_lose, "point.parquet: missing"),
        (_lose_manifest, "no complete export"),
        (_garble_manifest, "no manifest"),
        (_point_outside, "outside the folder"),
    ],
)
def test_a_folder_that_is_not_as_it_was_written(
    folder: Path, tmp_path: Path, damage: object, said: str
):
    copy = tmp_path / "copy"
    (copy / "store").mkdir(parents=True)
    for name in files(folder):
        if name.startswith("store/"):
            (copy / name).write_bytes((folder / name).read_bytes())
    (copy / "manifest.json").write_text('{"files": {}}')
    damage(copy)
    path = tmp_path / "none.sqlite"
    with pytest.raises(BrokenFolder, match=said):
        restore(copy, f"sqlite:///{path}", now)
    assert not path.exists()


def test_a_store_with_releases_takes_no_backup(original: tuple[Store, str], folder: Path):
    before = original[0].releases()
    with pytest.raises(NotRestorable, match="not empty"):
        restore(folder, original[1], now)
    assert original[0].releases() == before


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`export` on an empty store publishes what is shipped first; `import` takes it back."""

    def run(store: str, *arguments: object):
        monkeypatch.setenv("ILMS_DATABASE_URL", f"sqlite:///{tmp_path / store}")
        return CliRunner().invoke(main, [*map(str, arguments)])

    done = run("one", "export", tmp_path / "folder")
    assert done.exit_code == 0, done.output
    assert "28 releases" in done.output
    assert "28 releases restored" in run("two", "import", tmp_path / "folder").output
    assert run("one", "releases").output == run("two", "releases").output
    again = run("two", "import", tmp_path / "folder")
    assert (again.exit_code, "is not empty" in again.output) == (1, True)
