"""A file in the data folder with what is needed to answer a vendor: locked, and whole at every moment."""

from __future__ import annotations

import base64
import json
import os
import uuid
from pathlib import Path
from typing import Any

import structlog

from backend.infra.vault import lock, unlock
from backend.settings import settings

PURPOSE = "hotline-seed"

log = structlog.get_logger("hotline")


def leave(lines: list[dict[str, Any]]) -> None:
    """Puts the file in the place of the one before. Where it cannot be written the memory serves all the same."""
    try:
        write_whole(_path(), lock(PURPOSE, json.dumps(lines, default=_as_text)))
    except OSError as error:
        log.warning("hotline_seed_not_left", error=repr(error))


def is_there() -> bool:
    return _path().exists()


def read() -> list[dict[str, Any]]:
    """What was left; nothing where there is none, or where our own secret was another one then."""
    try:
        lines = json.loads(unlock(PURPOSE, _path().read_bytes()))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        log.warning("hotline_seed_not_read", error=repr(error))
        return []
    for each in lines:
        secrets = each["line"]["secrets"]
        each["line"]["secrets"] = base64.b64decode(secrets) if secrets else None
    return lines


def write_whole(path: Path, content: bytes) -> None:
    """Either the old file or the new one is there, never a half; for our own eyes only. OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _path() -> Path:
    return settings().data_dir / "hotline" / "seed"


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"cannot be kept: {type(value).__name__}")
