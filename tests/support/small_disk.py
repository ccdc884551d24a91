"""A disk of a story's own, really: it is full, or may not be written to."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Disk:
    """A mounted tmpfs; where this account may not mount, the kernel's limits do the same to this process."""

    def __init__(self, folder: Path, mounted: bool):
        self.folder, self.mounted = folder, mounted
        self._limit = resource.getrlimit(resource.RLIMIT_FSIZE)

    @property
    def why(self) -> str:
        """What the program says of a full one."""
        return "full" if self.mounted else "refused"

    def fill(self) -> None:
        """To the last byte."""
        if not self.mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (LEFT, self._limit[1]))
            return
        with (self.folder / "ballast").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                return

    def clear(self) -> None:
        if not self.mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, self._limit)
            return
        (self.folder / "ballast").unlink()

    def only_to_be_read(self, yes: bool) -> None:
        if self.mounted:
            _run("mount", "-o", f"remount,{'ro' if yes else 'rw'}", str(self.folder))
        else:
            self.folder.chmod(0o555 if yes else 0o755)


LEFT = 16 * 1024
"""Bytes that a file may have where nothing can be mounted."""


@contextmanager
def a_disk(folder: Path, kilobytes: int) -> Iterator[Disk]:
    folder.mkdir(parents=True, exist_ok=True)
    mount = ("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "dangban-test", str(folder))
    disk = Disk(folder, os.geteuid() == 0 and _run(*mount, check=False) == 0)
    try:
        yield disk
    finally:
        if disk.mounted:
            _run("umount", "-l", str(folder))
        else:
            disk.clear()
            disk.only_to_be_read(False)


def _run(*command: str, check: bool = True) -> int:
    return subprocess.run(command, check=check, capture_output=True).returncode
