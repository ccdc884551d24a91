"""What is installed is decided by the lock: by hash, from whichever registry the person trusts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from backend.launch import built

ROOT = Path(__file__).parent.parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
_REQUIREMENT = re.compile(r"^[A-Za-z0-9][\w.\-\[\]]*==\S+")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_has_a_version_and_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text()
    entries = re.split(r"(?m)^(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", text))
    entries = [entry for entry in entries if entry.strip()]
    assert len(entries) > 20
    for entry in entries:
        assert _REQUIREMENT.match(entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", LOCKS)
def test_no_registry_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert not re.search(r"https?://|file://|--(extra-)?index-url|--find-links|@ ", text)


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_the_lock_holds_all_that_is_asked_for(name: str) -> None:
    locked = {
        _plain(line) for lock in LOCKS for line in (ROOT / lock).read_text().splitlines() if "==" in line
    }
    asked = [line for line in (ROOT / name).read_text().splitlines() if line and line[0] not in "#-"]
    assert {_plain(line) for line in asked} <= locked


def test_both_locks_agree() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for found in re.finditer(r"(?m)^([\w.\-]+)(?:\[[\w,]+\])?==(\S+)", (ROOT / lock).read_text()):
            versions.setdefault(found[1], set()).add(found[2])
    assert {name: seen for name, seen in versions.items() if len(seen) > 1} == {}


def test_the_front_ends_lock_has_hashes_and_no_registry() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    bundled = {
        name for name, entry in lock["packages"].items() if entry.get("inBundle")
    }  # part of another's hash
    packages = {name: entry for name, entry in lock["packages"].items() if name and name not in bundled}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert not any("resolved" in entry for entry in packages.values())


def test_a_mark_changes_with_its_sources_only(tmp_path: Path) -> None:
    front_end = tmp_path / "frontend"
    (front_end / "styles").mkdir(parents=True)
    (front_end / "styles" / "app.css").write_text("a {}")
    (front_end / "package.json").write_text("{}")
    before = built.front_end_mark(tmp_path)
    for other in ("dist", "node_modules", "tests"):
        (front_end / other).mkdir()
        (front_end / other / "file").write_text("anything")
    assert built.front_end_mark(tmp_path) == before
    (front_end / "styles" / "app.css").write_text("b {}")
    assert built.front_end_mark(tmp_path) != before
    assert built.front_end(tmp_path) is None
    built.keep(tmp_path / built.FRONT_END, build=built.front_end_mark(tmp_path))
    assert built.front_end(tmp_path) is True


def _plain(line: str) -> str:
    return re.split(r"[=\[; ]", line.strip())[0].lower().replace("_", "-").replace(".", "-")
