"""`manifest.json`: what a folder holds, file by file, so that a copy of it can be trusted.

{"product": "ilms", "version": ..., "base_url": ..., "releases": [...], "files": {path: {...}}}
with the media type, size and SHA-256 of each file. No instant of writing: equal folders are equal.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from api import __version__
from api.model.instant import written
from api.model.release import Release

NAME = "manifest.json"

Entry = dict[str, str | int]


class BrokenFolder(Exception):
    """A folder without a manifest, or whose files are not those of its manifest."""


def write_file(path: Path, content_type: str, chunks: Iterable[bytes]) -> Entry:
    """Write one file; what the manifest says of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with path.open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return {"type": content_type, "bytes": size, "sha256": digest.hexdigest()}


def entry_of(path: Path, content_type: str) -> Entry:
    """What the manifest says of a file that is there."""
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return {"type": content_type, "bytes": path.stat().st_size, "sha256": digest}


def write_manifest(
    folder: Path, files: Mapping[str, Entry], releases: Iterable[Release], base_url: str = ""
) -> None:
    """Write the manifest, last of all: a folder that has one is complete."""
    said = {
        "product": "ilms",
        "version": __version__,
        "base_url": base_url,
        "releases": [_said(one) for one in releases],
        "files": dict(sorted(files.items())),
    }
    text = json.dumps(said, ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", "utf-8")


def _said(one: Release) -> dict[str, Any]:
    return {
        "id": one.id,
        "dataflow": str(one.dataflow),
        "agreement": str(one.agreement),
        "valid_from": written(one.valid_from),
        "recorded": written(one.recorded),
        "file": one.file,
        "sha256": one.sha256,
        "definitions": one.definitions,
        "changes": one.changes._asdict(),
        "reason": one.reason,
        "by": one.by,
    }


def verified(folder: Path) -> dict[str, Any]:
    """The manifest of a folder whose files are all as it says; BrokenFolder names each other."""
    try:
        said: dict[str, Any] = json.loads((folder / NAME).read_text("utf-8"))
        problems = list(_problems(folder, said["files"]))
    except FileNotFoundError as error:
        raise BrokenFolder(f"{folder} has no {NAME}: it is no complete export") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenFolder(f"{folder / NAME} is no manifest of an export") from error
    if problems:
        raise BrokenFolder("\n".join(problems))
    return said


def _problems(folder: Path, files: Mapping[str, Entry]) -> Iterator[str]:
    root = folder.resolve()
    for name, entry in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(root):
            yield f"{name}: lies outside the folder"
        elif not path.is_file():
            yield f"{name}: missing"
        elif entry_of(path, "")["sha256"] != entry["sha256"]:
            yield f"{name}: is not what was written (its SHA-256 differs)"
