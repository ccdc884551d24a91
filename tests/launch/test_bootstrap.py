"""From a clean clone: what is there is used, what is missing is brought or named."""

from __future__ import annotations

import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def bootstrap() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "scripts" / "bootstrap.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module


def _program(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\necho '{says}'\n")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize(
    ("version", "used"), [("v22.1.0", True), ("v20.0.0", True), ("v18.19.0", False), ("", False)]
)
def test_a_node_that_is_new_enough_is_used(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, used: bool
) -> None:
    _program(tmp_path / "bin", "node", version)
    _program(tmp_path / "bin", "npm", "10")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert (bootstrap.own_node_folder() == tmp_path / "bin") is used


def test_the_wheels_node_and_npm_work(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.own_node_folder() is None
    said = subprocess.run(
        [*bootstrap.npm(), "--version"], capture_output=True, text=True, env=dict(os.environ)
    )
    assert said.returncode == 0 and int(said.stdout.split(".")[0]) >= 9


def test_a_browser_that_is_a_mere_signpost_does_not_count(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ubuntu's `chromium-browser` may only say how to install a snap."""
    _program(tmp_path / "bin", "chromium", "x")
    (tmp_path / "bin" / "chromium").write_text("#!/bin/sh\necho 'snap install chromium' >&2\nexit 1\n")
    _program(tmp_path / "bin", "google-chrome", "Google Chrome 140")
    monkeypatch.delenv("DANGBAN_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert bootstrap.installed_browser() == str(tmp_path / "bin" / "google-chrome")


def test_without_any_way_to_a_browser_it_says_what_to_do(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DANGBAN_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bootstrap, "MAC_BROWSERS", ())
    monkeypatch.setattr(bootstrap, "PYTHON", "/bin/false")
    with pytest.raises(SystemExit) as left:
        bootstrap.find_browser()
    assert left.value.code == 1
    assert "apt install chromium" in capsys.readouterr().err


def test_what_real_calls_need_is_there(bootstrap: ModuleType) -> None:
    assert bootstrap.missing_telephony() == []


def test_without_any_way_to_a_telephone_it_says_what_to_do(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It never goes on without: tests that are left out look like tests that pass."""
    _program(tmp_path / "bin", "sipp", "SIPp v3.6.1")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(bootstrap, "SERVERS", "")
    with pytest.raises(SystemExit) as left:
        bootstrap.find_telephony()
    assert left.value.code == 1
    said = capsys.readouterr().err
    assert "kamailio" in said and "sipp" not in said.split("On Debian")[0]
    assert "apt install kamailio kamailio-postgres-modules" in said


def test_a_module_that_is_missing_is_named(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "TELEPHONY_MODULES", ("db_postgres.so", "no_such_module.so"))
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit):
        bootstrap.find_telephony()
    assert "miss no_such_module.so" in capsys.readouterr().err


def test_make_alone_says_what_there_is() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True).stdout
    assert "make up" in said and "make test" in said
