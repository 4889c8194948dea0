"""Whole compressed downloads kept as files: complete or not at all, and never more than fits."""

import gzip
import os

import pytest
from starlette.testclient import TestClient

from api.web.kept_downloads import KeptDownloads
from tests.web.responding import PIECE, Source, application, sending

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def source():
    return Source(lambda: [PIECE, PIECE], whole=True, observations=11)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "deep" / "downloads"


@pytest.fixture
def client(source, folder):
    made = TestClient(application(source, sending(folder)))
    made.headers.clear()
    return made


def test_a_repeated_download_comes_from_the_file(client, source, folder):
    first = client.get("/", headers=GZIP)
    again = client.get("/", headers=GZIP)
    assert source.opened == 1
    assert again.content == first.content == PIECE + PIECE
    assert "content-length" not in first.headers
    assert int(again.headers["content-length"]) == again.num_bytes_downloaded
    assert again.headers["x-obs-count"] == "11"
    assert again.headers["etag"] == first.headers["etag"] == '"tag-gzip"'
    assert again.headers["content-encoding"] == "gzip"
    assert [file.name for file in folder.iterdir()] == ["tag-gzip.body"]


def test_head_of_a_kept_download_has_its_length(client):
    client.get("/", headers=GZIP)
    length = client.get("/", headers=GZIP).headers["content-length"]
    answer = client.head("/", headers=GZIP)
    assert (answer.content, answer.headers["content-length"]) == (b"", length)
    assert answer.headers["x-obs-count"] == "11"


def test_another_process_finds_the_file(client, source, folder):
    client.get("/", headers=GZIP)
    other = TestClient(application(source, sending(folder)))
    assert other.get("/", headers=GZIP).content == PIECE + PIECE
    assert source.opened == 1


def test_another_release_is_another_download(client, source):
    client.get("/", headers=GZIP)
    source.tag, source.pieces = "other", lambda: [PIECE]
    assert client.get("/", headers=GZIP).content == PIECE


@pytest.mark.parametrize(("whole", "coding"), [(False, "gzip"), (True, "identity")])
def test_parts_and_identity_are_not_kept(client, source, folder, whole, coding):
    source.whole = whole
    for _ in range(2):
        client.get("/", headers={"Accept-Encoding": coding})
    assert source.opened == 2
    assert not folder.exists()


def test_nothing_is_kept_of_a_download_that_fails(client, source, folder):
    def pieces():
        yield PIECE
        yield PIECE
        raise ZeroDivisionError

    source.pieces = pieces
    with pytest.raises(ExceptionGroup):
        client.get("/", headers=GZIP)
    assert list(folder.iterdir()) == []


def test_nothing_is_kept_of_a_download_that_is_left(folder):
    chunks = KeptDownloads(folder, 1 << 20).keeping("tag", iter([b"a", b"b", b"c"]), lambda: 1)
    assert next(chunks) == b"a"
    chunks.close()
    assert list(folder.iterdir()) == []


def test_of_two_first_uses_at_once_both_are_complete_and_one_is_kept(folder):
    kept = KeptDownloads(folder, 1 << 20)
    one = kept.keeping("tag", iter([b"a", b"b"]), lambda: 2)
    other = kept.keeping("tag", iter([b"a", b"b"]), lambda: 2)
    assert [next(one), next(other)] == [b"a", b"a"]
    assert (list(other), kept.of("tag")) == ([b"b"], None)
    assert list(one) == [b"b"]
    assert _read(kept, "tag") == (b"ab", 2)


def test_two_processes_at_once_leave_one_complete_file(folder, monkeypatch):
    one = KeptDownloads(folder, 1 << 20).keeping("tag", iter([b"a", b"b"]), lambda: 2)
    assert next(one) == b"a"
    monkeypatch.setattr("api.web.kept_downloads.getpid", lambda: 1)
    other = KeptDownloads(folder, 1 << 20).keeping("tag", iter([b"a", b"b"]), lambda: 2)
    assert list(other) == [b"a", b"b"]
    assert list(one) == [b"b"]
    assert _read(KeptDownloads(folder, 1), "tag") == (b"ab", 2)
    assert len(list(folder.iterdir())) == 1


def test_the_least_recently_used_file_goes_when_room_is_needed(folder):
    kept = KeptDownloads(folder, 3 * 108)
    for age, tag in enumerate(("a", "b", "c")):
        list(kept.keeping(tag, iter([b"x" * 100]), lambda: None))
        os.utime(folder / f"{tag}.body", (age, age))
    assert _read(kept, "a") == (b"x" * 100, None)
    list(kept.keeping("d", iter([b"x" * 100]), lambda: None))
    assert sorted(file.stem for file in folder.iterdir()) == ["a", "c", "d"]


def test_a_file_that_is_dropped_while_it_is_read_is_read_to_its_end(folder):
    kept = KeptDownloads(folder, 1 << 20)
    list(kept.keeping("tag", iter([b"x" * 100]), lambda: 1))
    found = kept.of("tag")
    (folder / "tag.body").unlink()
    assert b"".join(found.chunks()) == b"x" * 100
    found.close()
    found.close()


def test_a_file_that_was_cut_short_breaks_the_answer(folder):
    kept = KeptDownloads(folder, 1 << 20)
    list(kept.keeping("tag", iter([b"x" * 100]), lambda: 1))
    found = kept.of("tag")
    os.truncate(folder / "tag.body", 50)
    with pytest.raises(OSError, match="50 bytes early"):
        list(found.chunks())
    found.close()


@pytest.mark.parametrize("room", [0, 50])
def test_what_does_not_fit_is_sent_and_not_kept(folder, room):
    kept = KeptDownloads(folder, room)
    assert list(kept.keeping("tag", iter([b"x" * 100]), lambda: 1)) == [b"x" * 100]
    assert kept.of("tag") is None
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_disk_that_refuses_does_not_stop_the_answer(tmp_path, caplog):
    (tmp_path / "file").touch()
    kept = KeptDownloads(tmp_path / "file" / "downloads", 1 << 20)
    assert list(kept.keeping("tag", iter([b"a", b"b"]), lambda: 1)) == [b"a", b"b"]
    assert "is not kept" in caplog.text


def test_what_a_dead_process_left_unfinished_goes(folder):
    folder.mkdir(parents=True)
    old, fresh = folder / "old.1.part", folder / "fresh.2.part"
    for path in (old, fresh):
        path.write_bytes(b"x")
    os.utime(old, (1, 1))
    list(KeptDownloads(folder, 1 << 20).keeping("tag", iter([b"x"]), lambda: 1))
    assert not old.exists()
    assert fresh.exists()


def test_the_bytes_are_those_of_the_coding(client, folder):
    client.get("/", headers=GZIP)
    file = (folder / "tag-gzip.body").read_bytes()
    assert gzip.decompress(file[:-8]) == PIECE + PIECE


def _read(kept, tag):
    found = kept.of(tag)
    try:
        return b"".join(found.chunks()), found.observations
    finally:
        found.close()
