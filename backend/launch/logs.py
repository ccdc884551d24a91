"""The children's logs stay small: past a size the file is copied aside and emptied, while the child writes on."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

LARGEST_BYTES = 10_000_000
KEPT = 3


def rotate(folder: Path, largest: int = LARGEST_BYTES) -> list[Path]:
    """Looks at every log once; returns those that were turned over. Children append, so emptying is safe for them."""
    turned = []
    for log in sorted(folder.glob("*.log")):
        with contextlib.suppress(OSError):
            if log.stat().st_size > largest:
                _turn(log)
                turned.append(log)
    return turned


def _turn(log: Path) -> None:
    for number in range(KEPT - 1, 0, -1):
        older = log.with_name(f"{log.name}.{number}")
        if older.exists():
            older.replace(log.with_name(f"{log.name}.{number + 1}"))
    shutil.copyfile(log, log.with_name(f"{log.name}.1"))
    log.with_name(f"{log.name}.1").chmod(0o600)
    os.truncate(log, 0)
