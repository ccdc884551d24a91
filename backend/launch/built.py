"""What has been installed and built, and from what: so that nothing is done twice and nothing old is used.

The standard library only, for the first command runs this before anything is installed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

NOT_SOURCES = ("node_modules", "dist", "tests")
LIBRARIES, FRONT_END = Path(".venv/dangban.json"), Path("frontend/node_modules/.dangban.json")


def libraries_mark(root: Path, *lists: str) -> str:
    """Changes when a list of libraries, the project or the Python does."""
    files = [root / name for name in (*lists, "pyproject.toml")]
    return _mark(files, root, f"{sys.version_info[:3]}")


def front_end_mark(root: Path) -> str:
    """Changes when any source of the front end does."""
    tops = [path for path in (root / "frontend").iterdir() if path.name not in NOT_SOURCES]
    return _mark((path for top in tops for path in (top.rglob("*") if top.is_dir() else [top])), root)


def packages_mark(root: Path) -> str:
    """Changes when the front end's own libraries do."""
    return _mark([root / "frontend" / "package.json", root / "frontend" / "package-lock.json"], root)


def libraries(root: Path) -> bool | None:
    """Whether what is installed is what the lock says; None where `make` did not install it."""
    kept = read(root / LIBRARIES)
    return kept["up"] == libraries_mark(root, "requirements.lock") if "up" in kept else None


def front_end(root: Path) -> bool | None:
    """Whether the built front end is that of these sources; None where `make` did not build it."""
    kept = read(root / FRONT_END)
    return kept["build"] == front_end_mark(root) if "build" in kept else None


def read(path: Path) -> dict[str, str]:
    """The marks kept in `path`."""
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def keep(path: Path, **marks: str) -> None:
    """Writes marks beside those that are there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**read(path), **marks}), "utf-8")


def _mark(files: Iterable[Path], root: Path, more: str = "") -> str:
    sum_ = hashlib.sha256(more.encode())
    for path in sorted(files):
        if path.is_file():
            sum_.update(path.relative_to(root).as_posix().encode() + b"\0")
            sum_.update(hashlib.sha256(path.read_bytes()).digest())
    return sum_.hexdigest()
