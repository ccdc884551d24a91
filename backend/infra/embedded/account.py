"""Under which system account the servers run. PostgreSQL refuses root, so root lends it an unprivileged account."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from backend.infra.embedded.failure import LaunchError

LENT = ("dangban", "nobody")
HOME_FOR_ROOT = Path("/var/lib/dangban")


@dataclass(frozen=True, slots=True)
class Account:
    """Whose processes and files the servers are; `lent` when it is not the account that started us."""

    name: str
    uid: int
    gid: int
    lent: bool

    def own(self, path: Path, mode: int = 0o700) -> None:
        """Makes the folder if need be and gives it to this account."""
        path.mkdir(parents=True, exist_ok=True)
        if self.lent:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def reaches(self, path: Path) -> bool:
        """Whether this account may walk through every folder above `path`."""
        return not self.lent or self.barrier(path) is None

    def barrier(self, path: Path) -> Path | None:
        """The first folder above `path` that this account may not walk through."""
        for folder in reversed(path.absolute().parents):
            if folder.exists() and not self._may_walk(folder.stat()):
                return folder
        return None

    def _may_walk(self, facts: os.stat_result) -> bool:
        if facts.st_uid == self.uid:
            return bool(facts.st_mode & stat.S_IXUSR)
        if facts.st_gid == self.gid:
            return bool(facts.st_mode & stat.S_IXGRP)
        return bool(facts.st_mode & stat.S_IXOTH)

    def popen(self) -> dict[str, object]:
        """What `subprocess.Popen` is told so that the child runs under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.lent else {}


def account() -> Account:
    """Ours; for root the first of `dangban` and `nobody` that exists."""
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid(), lent=False)
    for name in LENT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid, lent=True)
    raise LaunchError("launch-no-account")


def program(folder: Path, of: Account, needs: tuple[str, ...] = (), inside: str = "bin") -> Path:
    """`folder` where this account can run it: where it lies, or a copy outside of what only root may enter.

    `needs` are sibling folders that belong to it (shared libraries found by a relative path); `inside` is the
    folder in it where the program stands.
    """
    if of.reaches(folder / inside):
        return folder
    package = _package(folder)
    home = HOME_FOR_ROOT / "programs" / f"{package.name}-{int((folder / inside).stat().st_mtime)}"
    if not home.is_dir():
        HOME_FOR_ROOT.mkdir(mode=0o755, parents=True, exist_ok=True)
        workshop = home.with_name(home.name + ".new")
        shutil.rmtree(workshop, ignore_errors=True)
        shutil.copytree(folder, workshop / folder.relative_to(package.parent), symlinks=True)
        for sibling in needs:
            if (package.parent / sibling).is_dir():
                shutil.copytree(package.parent / sibling, workshop / sibling)
        workshop.rename(home)
    return home / folder.relative_to(package.parent)


def _package(folder: Path) -> Path:
    """The top folder of the installed package that `folder` is part of."""
    while folder.parent.name != "site-packages":
        folder = folder.parent
    return folder
