"""Writes the file of a day: whole or not at all, for good, and the same bytes from the same orders.

What is to be read later stands under a name of its own only once it is on the disk; the checksum stands beside it as
`sha256sum` writes it, so that anybody can check it with what every system has.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

ONLY_TO_BE_READ = 0o440
BESIDE = ".sha256"
UNRECORDED = ".unrecorded"


class DayFile:
    """`with DayFile(path) as file: file.write(text)`; after `finish` it stands there. An OSError leaves nothing."""

    def __init__(self, path: Path):
        self.path = path
        self._raw: IO[bytes] | None = None

    def __enter__(self) -> DayFile:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._part = _part_of(self.path)
        self._raw = _opened(self._part)
        # no name and no time in it: the same orders are the same bytes
        self._packed = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=self._raw, mtime=0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):  # what could not be written before cannot be flushed now
            self._packed.close()
        if self._raw is not None:
            with suppress(OSError):
                self._raw.close()
        self._part.unlink(missing_ok=True)

    def write(self, text: str) -> None:
        self._packed.write(text.encode())

    def finish(self) -> bytes:
        """Puts it in its place and returns its SHA-256."""
        assert self._raw is not None
        self._packed.close()
        _keep(self.path)
        _settle(self._raw, self._part, self.path)
        found = _digest(self.path)
        beside = self.path.with_name(self.path.name + BESIDE)
        part = _part_of(beside)
        with _opened(part) as text:
            text.write(f"{found.hex()}  {self.path.name}\n".encode())
            _settle(text, part, beside)
        return found


def _part_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _opened(part: Path) -> IO[bytes]:
    """Anew: what a crash left there may be one that nobody writes to any more."""
    part.unlink(missing_ok=True)
    return part.open("xb")


def _keep(path: Path) -> None:
    """A file that nobody recorded is what a crash left, or what remains of a day whose record was taken out of the
    database: it stays, under the name of its checksum."""
    if path.exists():
        path.replace(path.with_name(f"{path.name}.{_digest(path).hex()[:12]}{UNRECORDED}"))


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _settle(file: IO[bytes], part: Path, path: Path) -> None:
    """On the disk first, then under its name, then the name on the disk."""
    file.flush()
    os.fchmod(file.fileno(), ONLY_TO_BE_READ)
    os.fsync(file.fileno())
    file.close()
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
