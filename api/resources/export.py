"""The store as a folder of plain files that any web server can serve at the service's own URLs.

    DIR/rest/...         what the service answers, at the paths of its URLs
    DIR/history/         every vintage of each dataflow, as SDMX-CSV
    DIR/definitions/     the resolved definitions of each release, by hash
    DIR/manifest.json    every file above with media type, size and SHA-256; the releases
    DIR/store/           the whole store, with what is not public yet, and a manifest of its own

Nothing of a release to come is outside `store/`, neither a figure nor that it exists; `store/` is
open to its owner only, so that a web server which runs as somebody else does not hand it out.
"""

import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from api.model.instant import to_micros
from api.model.release import Release
from api.resources.actual import Actual
from api.resources.manifest import NAME as MANIFEST
from api.resources.manifest import Entry, entry_of, write_file, write_manifest
from api.resources.static_twin import Page, Scope, histories, pages
from api.store.backup import Extent, dump
from api.store.store import Store

#: Where the part is that only the owner reads.
PRIVATE = "store"


class NotExportable(Exception):
    """A folder that is not empty, a release that cannot be named, a store that changed."""


class Written(NamedTuple):
    """What an export wrote for everyone to read."""

    files: int
    bytes: int
    releases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an export is to hold."""

    #: Address the files will be served under, for links in them.
    base_url: str
    #: Only the dataflow of this release, as of its instant; None for everything as of now.
    release: int | None = None
    #: Without `store/`: fit to be handed on, not to be imported.
    public_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Where an export comes from."""

    actual: Actual
    store: Store
    database_url: str


def export(folder: Path, wanted: Wanted, source: Exported) -> Written:
    """Write a folder that is absent or empty; its manifest comes last, so what has one is whole.

    Equal stores give equal bytes. Raises NotExportable; then nothing stays of what was written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotExportable(f"{folder} is not empty")
    releases = source.store.releases()
    one = None if wanted.release is None else _named(wanted.release, source.store)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        files = _write_public(folder, wanted, source, one)
        if not wanted.public_only:
            _write_private(folder / PRIVATE, source, one)
        if source.store.releases() != releases:
            raise NotExportable("something was published meanwhile; export again")
        visible = [each for each in source.store.visible() if _belongs(each, one)]
        write_manifest(folder, files, visible, wanted.base_url)
    except BaseException:
        _empty(folder)
        raise
    return Written(len(files), sum(int(entry["bytes"]) for entry in files.values()), len(visible))


def _named(id: int, store: Store) -> Release:
    for one in store.visible():
        if one.id == id:
            return one
    raise NotExportable(
        f"there is no release {id} that is visible by now; `ilms releases` lists them all"
    )


def _belongs(release: Release, one: Release | None) -> bool:
    """Whether a release is part of what the export of `one` holds."""
    return one is None or (
        release.dataflow == one.dataflow and release.valid_from <= one.valid_from
    )


def _write_public(
    folder: Path, wanted: Wanted, source: Exported, one: Release | None
) -> dict[str, Entry]:
    scope = Scope(
        base_url=wanted.base_url,
        dataflow=one.dataflow if one else None,
        as_of=one.valid_from if one else None,
    )
    return {
        page.path: write_file(folder / page.path, page.content_type, page.chunks)
        for found in (
            pages(source.actual, source.store, scope),
            histories(source.actual, source.store, scope),
            _definitions(source.store, one),
        )
        for page in found
    }


def _definitions(store: Store, one: Release | None) -> Iterator[Page]:
    hashes = dict.fromkeys(each.definitions for each in store.visible() if _belongs(each, one))
    for hash in hashes:
        if content := store.definitions(hash):
            yield Page(f"definitions/{hash}.json", "application/json", (zlib.decompress(content),))


def _write_private(folder: Path, source: Exported, one: Release | None) -> None:
    folder.mkdir(mode=0o700)
    releases = [each for each in source.store.releases() if _belongs(each, one)]
    dump(source.database_url, folder, _extent(one, releases) if one else None)
    files = {}
    for path in sorted(folder.iterdir()):
        path.chmod(0o600)
        files[path.name] = entry_of(path, _TYPES[path.suffix])
    write_manifest(folder, files, releases)
    (folder / MANIFEST).chmod(0o600)


def _extent(one: Release, releases: Iterable[Release]) -> Extent:
    return Extent(
        dataflow=one.dataflow,
        until=to_micros(one.valid_from),
        releases=tuple(each.id for each in releases),
    )


_TYPES = {".parquet": "application/vnd.apache.parquet", ".json": "application/json"}


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
