"""A real `dangban up` in a process of its own, on a data folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

PATIENCE = 90


@contextmanager
def a_folder(prefix: str = "dangban-launch-") -> Iterator[Path]:
    """A short path that the lent account of root may walk through."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, port: int, **more: str) -> dict[str, str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("DANGBAN_")}
    for name in ("DATABASE_URL", "REDIS_URL"):
        bare.pop(name, None)
    own = {"DANGBAN_DATA_DIR": str(data_dir), "DANGBAN_PORT": str(port), "DANGBAN_LANG": "en"}
    return {**bare, **own, "PYTHONUNBUFFERED": "1", **more}


def dangban(data_dir: Path, port: int, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", *words],
        env=environment(data_dir, port, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


class Up:
    """`dangban up --no-demo`; what it says is in `said`."""

    def __init__(self, data_dir: Path, port: int | None = None, **more: str):
        self.data_dir, self.port = data_dir, port or free_port()
        self._out = data_dir.parent / f"said-{self.port}-{time.monotonic_ns()}"
        with open(self._out, "w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "backend.cli", "up", "--no-demo"],
                env=environment(data_dir, self.port, **more),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        return self._out.read_text()

    @property
    def children(self) -> dict[str, int]:
        notes = json.loads((self.data_dir / "running.json").read_text())
        return {name: pid for name, (pid, _) in notes["children"].items()}

    def until_ready(self) -> Up:
        until(lambda: "is ready at" in self.said or self.process.poll() is not None)
        assert "is ready at" in self.said, self.said
        return self

    def health(self) -> dict[str, Any]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5) as answer:
            return dict(json.load(answer))

    def is_ready(self) -> bool:
        try:
            return self.health()["status"] == "ready"
        except (OSError, ValueError):
            return False

    def kill(self, name: str) -> None:
        """The child dies as if the kernel had run out of memory; returns when another one has its place."""
        before = self.children[name]
        os.kill(before, signal.SIGKILL)
        until(lambda: self.children.get(name, before) != before)

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(by)
        return self.process.wait(PATIENCE)


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)


def whoever_names(folder: Path) -> list[str]:
    """Processes with this folder in their command or their environment's data folder."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        try:
            if any(str(folder) in word for word in words) or (
                process.pid != os.getpid()
                and process.environ().get("DANGBAN_DATA_DIR", "").startswith(str(folder))
            ):
                found.append(" ".join(words))
        except (psutil.AccessDenied, psutil.NoSuchProcess, psutil.ZombieProcess):
            continue
    return found
