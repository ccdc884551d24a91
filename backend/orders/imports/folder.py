"""Where uploaded files lie until their orders are taken in or nobody wants them any more."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from backend.infra.refusal import Refusal
from backend.settings import settings

MOST_BYTES = 64_000_000
STRAY_AFTER = timedelta(hours=2)


def file_of(import_id: int) -> Path:
    """The uploaded file of an import; it may be gone."""
    return _folder() / f"{import_id}.upload"


async def keep(chunks: AsyncIterator[bytes]) -> tuple[Path, bytes]:
    """Writes what comes in to a file that has no import yet; the file and its SHA-256. 413 where it is too large."""
    handle, name = tempfile.mkstemp(prefix="arriving-", dir=_folder())
    path, digest, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as file:
            async for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise Refusal(
                        "intake-file-too-large", 413, field="file", megabytes=MOST_BYTES // 1_000_000
                    )
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, digest.digest()


def remove(import_id: int) -> None:
    """The file is not needed any more."""
    file_of(import_id).unlink(missing_ok=True)


def strays(wanted: set[int], at: datetime) -> Iterator[Path]:
    """Files that no import of `wanted` needs, older than two hours: their upload broke off, or their import is over."""
    for path in _folder().iterdir():
        with contextlib.suppress(FileNotFoundError):
            old = path.stat().st_mtime < (at - STRAY_AFTER).timestamp()
            name = path.name.removesuffix(".upload")
            if old and not (name.isdigit() and int(name) in wanted):
                yield path


def _folder() -> Path:
    folder = settings().data_dir / "order-imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
