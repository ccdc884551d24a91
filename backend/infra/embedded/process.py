"""Starting a child that does not outlive us, knowing it again later, and ending it."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from backend.infra.embedded.account import Account

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def spawn(
    command: list[str],
    log: Path,
    *,
    of: Account | None = None,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
    say: str | None = None,
    keep: tuple[int, ...] = (),
    end_with_us: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Runs `command` in a session of its own with its words appended to `log`.

    `say` is written to its standard input; the file descriptors in `keep` are inherited. On Linux the kernel sends it
    `end_with_us` when we die, however we die: call this from the main thread, its death is what counts.
    """
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(log, "ab") as words:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE if say is not None else subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            env=environment,
            cwd=folder,
            pass_fds=keep,
            start_new_session=True,
            preexec_fn=_die_with_parent(end_with_us),
            **(of.popen() if of else {}),  # type: ignore[call-overload]
        )
    if say is not None:
        assert child.stdin is not None
        child.stdin.write(say.encode())
        child.stdin.close()
    return child


def same_process(
    pid: int, started: float | None = None, *, holding: str | None = None
) -> psutil.Process | None:
    """The living process `pid`, if it started at `started` and has the word `holding` in its command; else None."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        if started is not None and abs(process.create_time() - started) > 1.5:
            return None
        if holding is not None and holding not in process.cmdline():
            return None
        return process
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return None


async def end(
    pid: int, by: signal.Signals, seconds: float, child: subprocess.Popen[bytes] | None = None
) -> bool:
    """Sends `by`, waits, and kills what is still there after `seconds`. True if it went by itself."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, by)
    if await _gone(pid, seconds, child):
        return True
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    await _gone(pid, 10, child)
    return False


def last_words(log: Path, since: int = 0, lines: int = 12) -> str:
    """The end of what a child wrote after byte `since`."""
    with contextlib.suppress(OSError), open(log, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(min(since, size), size - 8192))
        return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])
    return ""


def _die_with_parent(by: signal.Signals):  # type: ignore[no-untyped-def]
    if _libc is None:
        return None
    parent = os.getpid()

    def ask() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, int(by), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


async def _gone(pid: int, seconds: float, child: subprocess.Popen[bytes] | None) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if child is not None:
            if child.poll() is not None:
                return True
        elif same_process(pid) is None:
            return True
        await asyncio.sleep(0.02)
    return False
