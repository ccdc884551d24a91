"""Where the servers keep their files: inside the data folder, and outside only where they could not reach them."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from pathlib import Path

from backend.infra.embedded.account import HOME_FOR_ROOT, Account
from backend.infra.embedded.failure import LaunchError

LONGEST_SOCKET_FOLDER = 80  # a Unix socket's whole path ends at 104 bytes on macOS, 108 on Linux


def data_folder(data_dir: Path) -> Path:
    """The data folder, absolute and made if need be. What is secret in it guards itself by its own mode."""
    folder = data_dir.expanduser().absolute()
    if not folder.exists():
        try:
            folder.mkdir(parents=True)
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        except OSError as error:
            raise LaunchError("launch-data-folder", folder=folder, reason=error.strerror) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise LaunchError("launch-data-folder", folder=folder, reason=os.strerror(13))
    return folder


def postgres_folder(data_dir: Path, of: Account) -> Path:
    """`<data_dir>/postgres`; for root below a folder that is closed to others, a folder under /var/lib/dangban.

    Nobody's folders are opened for that: the place is written into `<data_dir>/postgres.place` instead.
    """
    inside = data_dir / "postgres"
    note = data_dir / "postgres.place"
    if note.exists():
        return Path(note.read_text("utf-8").strip())
    if inside.exists() or of.reaches(inside):
        return inside
    outside = HOME_FOR_ROOT / "data" / secrets.token_hex(6) / "postgres"
    outside.parent.mkdir(parents=True)
    note.write_text(f"{outside}\n", "utf-8")
    return outside


def socket_folder(data_dir: Path, of: Account) -> Path:
    """A folder of our own, closed to others, with a path short enough for Unix sockets."""
    inside = data_dir / "run"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER and of.reaches(inside):
        of.own(inside)
        return inside
    mark = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    folder = Path("/tmp") / f"dangban-{of.uid}-{mark}"  # noqa: S108  whose it is is checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in (os.geteuid(), of.uid):
        raise LaunchError("launch-socket-folder", folder=folder)
    of.own(folder)
    return folder


def password(path: Path) -> str:
    """The password kept in `path`, made at the first call, readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip()
    word = secrets.token_hex(24)
    with os.fdopen(handle, "w") as file:
        file.write(word + "\n")
    return word
