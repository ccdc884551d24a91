"""One running copy per data folder. The lock is the kernel's: it cannot outlive the process that holds it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from backend.infra.embedded import LaunchError


class DataFolderLock:
    """`with DataFolderLock(folder) as lock: …`; a second copy gets a `LaunchError` that names the first one's address.

    Beside the lock it keeps a note of who runs and which children it has, so that the next start knows them again.
    """

    def __init__(self, folder: Path):
        self._path = folder / "lock"
        self._notes: dict[str, Any] = {"pid": os.getpid(), "address": "", "children": {}}
        self._left: dict[str, Any] = {}

    def __enter__(self) -> DataFolderLock:
        self._file = open(self._path, "a+", encoding="utf-8")  # stays open as long as we run
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            notes = read_notes(self._path.parent)
            self._file.close()
            raise LaunchError(
                "launch-already-running",
                address=notes.get("address") or "?",
                pid=notes.get("pid", "?"),
                folder=self._path.parent,
            ) from None
        self._left = read_notes(self._path.parent).get("children", {})
        self._write()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._notes = {}
        with contextlib.suppress(OSError):
            self._write()
        self._file.close()

    @property
    def left_behind(self) -> dict[str, tuple[int, float]]:
        """Children of a copy that was killed, by name: process number and when it started."""
        return {name: (int(pid), float(started)) for name, (pid, started) in self._left.items()}

    def note_address(self, address: str) -> None:
        self._notes["address"] = address
        self._write()

    def note_child(self, name: str, pid: int | None) -> None:
        """Remembers a child, or forgets it with None."""
        if pid is None:
            self._notes["children"].pop(name, None)
        else:
            with contextlib.suppress(psutil.NoSuchProcess):
                self._notes["children"][name] = (pid, psutil.Process(pid).create_time())
        self._write()

    def _write(self) -> None:
        """In one move, so that whoever reads at the same moment reads the old notes or the new ones."""
        fresh = _notes_of(self._path.parent).with_suffix(".new")
        fresh.write_text(json.dumps(self._notes), "utf-8")
        fresh.replace(_notes_of(self._path.parent))


def read_notes(folder: Path) -> dict[str, Any]:
    """What the copy that runs (or ran) on this folder has written down; empty if nothing."""
    try:
        found = json.loads(_notes_of(folder).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_running(folder: Path) -> bool:
    """Whether a copy holds this folder at this moment."""
    try:
        with open(folder / "lock", "a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _notes_of(folder: Path) -> Path:
    return folder / "running.json"
