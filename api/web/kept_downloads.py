"""Large compressed downloads kept as files, from their first complete use on.

A file is named after the ETag with its content coding, so that a release, or an embargo that ends,
makes another file; old ones go when room is needed. All workers share the folder. A file has its
name only once it is complete: what fails or is left half-way leaves nothing behind.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from os import fstat, getpid, utime
from pathlib import Path
from threading import Lock
from time import time
from typing import BinaryIO

_LOG = logging.getLogger("ilms")

#: Bytes read at once.
_PIECE = 512 * 1024
#: At the end of a file: the number of observations, plus one; 0 if it is not known.
_TRAILER = 8
_KEPT, _PART = ".body", ".part"
#: Seconds after which an unfinished file belongs to a process that died.
_ABANDONED = 24 * 3600


class KeptDownload:
    """An open file: its size is known, and it outlives being dropped from the folder."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = fstat(file.fileno()).st_size - _TRAILER
        file.seek(self.size)
        known = int.from_bytes(file.read(_TRAILER))
        #: Observations in it, if it is of data.
        self.observations = known - 1 if known else None
        file.seek(0)

    def chunks(self) -> Iterator[bytes]:
        """The body."""
        left = self.size
        while left > 0 and (piece := self._file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece
        if left:
            raise OSError(f"a kept download ends {left} bytes early")

    def close(self) -> None:
        """Close the file; it may be asked for twice."""
        self._file.close()


class KeptDownloads:
    """A folder of downloads, `room` bytes in all; with no room nothing is kept."""

    def __init__(self, folder: Path, room: int) -> None:
        self._folder, self._room = folder, room
        self._writing: set[str] = set()
        self._lock = Lock()

    def of(self, tag: str) -> KeptDownload | None:
        """The download with this tag, if it is there; the caller closes it."""
        try:
            file = self._path(tag).open("rb")
        except OSError:
            return None
        with suppress(OSError):
            utime(file.fileno())  # used: it goes after those that are not
        return KeptDownload(file)

    def keeping(
        self, tag: str, chunks: Iterator[bytes], count: Callable[[], int | None]
    ) -> Iterator[bytes]:
        """The chunks as they are; when all of them have left, they are kept.

        `count` is asked then for the number of observations. Of several first uses at once one is
        kept. What the disk refuses does not stop the answer.
        """
        with self._lock:
            mine = self._room > 0 and tag not in self._writing
            if mine:
                self._writing.add(tag)
        if not mine:
            yield from chunks
            return
        part = _Part(self._folder, tag, self._room)
        try:
            for chunk in chunks:
                part.write(chunk)
                yield chunk
            part.finish(self._path(tag), count())
            self._make_room()
        finally:
            part.drop()
            with self._lock:
                self._writing.discard(tag)

    def _path(self, tag: str) -> Path:
        return self._folder / f"{tag}{_KEPT}"

    def _make_room(self) -> None:
        """Drop what was not used for longest, and what processes that died left unfinished."""
        left = self._room
        for used, size, path in sorted(_files(self._folder), reverse=True):
            left -= size
            if left < 0 or (path.suffix == _PART and used < time() - _ABANDONED):
                path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """When each file was used last, its size, and its path."""
    with suppress(OSError):  # there may be no folder
        for path in folder.iterdir():
            with suppress(OSError):  # another worker may have dropped it
                found = path.stat()
                yield found.st_mtime, found.st_size, path


class _Part:
    """A file on its way; of no effect once the disk has refused something."""

    def __init__(self, folder: Path, tag: str, room: int) -> None:
        self._path = folder / f"{tag}.{getpid()}{_PART}"
        self._left = room - _TRAILER
        self._file: BinaryIO | None = None
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = self._path.open("wb")
        except OSError as error:
            self._refused(error)

    def write(self, chunk: bytes) -> None:
        """Add to the file; one that would take more than all the room is given up."""
        if self._file is None:
            return
        self._left -= len(chunk)
        if self._left < 0:
            self.drop()
            return
        try:
            self._file.write(chunk)
        except OSError as error:
            self._refused(error)

    def finish(self, path: Path, observations: int | None) -> None:
        """Give the complete file its name, in one step."""
        if self._file is None:
            return
        known = 0 if observations is None else observations + 1
        try:
            self._file.write(known.to_bytes(_TRAILER))
            self._file.close()
            self._path.replace(path)
            self._file = None
        except OSError as error:
            self._refused(error)

    def drop(self) -> None:
        """Leave nothing behind of what was not finished."""
        if self._file is None:
            return
        file, self._file = self._file, None
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _refused(self, error: OSError) -> None:
        _LOG.warning("a download is not kept: %s", error)
        self.drop()
