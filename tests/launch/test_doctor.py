"""The doctor says what is wrong and how to mend it, and changes nothing."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launch.running import a_folder, dangban, free_port

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with a_folder() as folder:
        yield folder / "var"


def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(data_dir: Path) -> None:
    said = dangban(data_dir, free_port(), "doctor")
    assert "not running" in said.stdout and "make up" in said.stdout
    assert not data_dir.exists()


def test_a_secret_that_others_can_read_is_a_failure_with_its_remedy(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "secret").write_text("x")
    (data_dir / "secret").chmod(0o644)
    said = dangban(data_dir, free_port(), "doctor")
    assert said.returncode == 1
    assert f"chmod 600 {data_dir / 'secret'}" in said.stdout


def test_a_port_in_use_and_a_database_that_is_away_are_found(data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = dangban(data_dir, port, "doctor", DATABASE_URL="postgresql://u:geheim@127.0.0.1:1/d")
    assert said.returncode == 1
    assert f"Port {port} is in use" in said.stdout
    assert "PostgreSQL does not answer" in said.stdout and "geheim" not in said.stdout


def test_plain_http_is_known_to_be_too_little_for_phones(data_dir: Path) -> None:
    said = dangban(data_dir, free_port(), "doctor", DANGBAN_PUBLIC_URL="http://shop.example.com")
    assert "not HTTPS" in said.stdout and "Caddy" in said.stdout


def test_every_sentence_of_the_launch_exists() -> None:
    """In both languages, for every id that the code names."""
    files = [*(ROOT / "backend" / "launch").glob("*.py"), *(ROOT / "backend" / "commands").glob("*.py")]
    files += [*(ROOT / "backend" / "infra" / "embedded").glob("*.py"), ROOT / "backend" / "cli.py"]
    named = {
        found
        for file in files
        for found in re.findall(r'"((?:launch|cli|doctor)-[a-z-]+[a-z])"', file.read_text())
    }
    for lang in ("en", "zh-Hans"):
        known = set(
            re.findall(r"(?m)^([a-z-]+) =", (ROOT / "frontend" / "locales" / lang / "cli.ftl").read_text())
        )
        assert named - known == set()


def test_a_push_key_that_is_none_is_found_and_never_printed(data_dir: Path) -> None:
    said = dangban(data_dir, free_port(), "doctor", DANGBAN_VAPID_PRIVATE_KEY="not-a-key-at-all")
    assert said.returncode == 1 and "DANGBAN_VAPID_PRIVATE_KEY" in said.stdout
    assert "not-a-key-at-all" not in said.stdout + said.stderr


def test_push_services_want_somebody_to_write_to(data_dir: Path) -> None:
    by_number = dangban(data_dir, free_port(), "doctor", DANGBAN_PUBLIC_URL="https://192.168.1.9")
    assert "DANGBAN_VAPID_SUBJECT" in by_number.stdout
    by_name = dangban(data_dir, free_port(), "doctor", DANGBAN_PUBLIC_URL="https://dangban.shop.cn")
    assert "mailto:admin@dangban.shop.cn" in by_name.stdout
