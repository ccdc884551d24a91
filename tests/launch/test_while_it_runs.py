"""A house that runs: a second copy, commands beside it, and what dies in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.launch.running import Up, a_folder, dangban, free_port, until

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """A data folder of this file's own."""
    with a_folder() as folder:
        yield folder / "var"


@pytest.fixture(scope="module")
def house(data_dir: Path) -> Iterator[Up]:
    running = Up(data_dir).until_ready()
    yield running
    running.stop()


def test_another_copy_is_told_where_the_first_one_is(house: Up, data_dir: Path) -> None:
    second = dangban(data_dir, free_port(), "up", "--no-demo")
    assert second.returncode == 1
    assert f"http://127.0.0.1:{house.port}" in second.stderr
    assert second.stderr.strip().count("\n") == 0
    assert house.is_ready()


def test_commands_find_the_running_house(house: Up, data_dir: Path) -> None:
    assert dangban(data_dir, house.port, "verify").returncode == 0
    made = dangban(data_dir, house.port, "create-admin", "zhoumin", "--name", "周敏")
    assert made.returncode == 0, made.stderr
    assert "周敏" in made.stdout and f"http://127.0.0.1:{house.port}/join/" in made.stdout
    again = dangban(data_dir, house.port, "create-admin", "zhoumin")
    assert again.returncode == 1 and again.stderr.strip().count("\n") == 0
    link = dangban(data_dir, house.port, "login-link", "ZhouMin")
    assert link.returncode == 0 and "/join/" in link.stdout
    token = dangban(data_dir, house.port, "token", "zhoumin")
    assert token.returncode == 0 and token.stdout.strip().splitlines()[-1].startswith("dangban_")
    seen = dangban(data_dir, house.port, "doctor")
    assert "PostgreSQL 18" in seen.stdout and f"Running at http://127.0.0.1:{house.port}" in seen.stdout
    assert house.is_ready()


@pytest.mark.parametrize("name", ["web", "worker", "Redis", "PostgreSQL"])
def test_what_dies_comes_back(house: Up, name: str) -> None:
    house.kill(name)
    until(house.is_ready)
    assert f"{name} has stopped" in house.said
