"""`dangban up` from outside: what a person at the terminal sees, whatever goes wrong."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.launch.running import Up, a_folder, dangban, free_port, until, whoever_names

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """One data folder for the whole file: made at the first start, used again and again."""
    with a_folder() as folder:
        yield folder / "var"


def test_from_nothing_to_ready_and_back_to_nothing(data_dir: Path) -> None:
    house = Up(data_dir).until_ready()
    assert house.health()["failing"] == []
    assert f"http://127.0.0.1:{house.port}" in house.said and "█" in house.said
    assert set(house.children) == {"PostgreSQL", "Redis", "web", "worker"}
    for secret in ("secret", "postgres.password", "redis.password"):
        assert stat.S_IMODE((data_dir / secret).stat().st_mode) == 0o600
    words = [psutil.Process(pid).cmdline() for pid in house.children.values()]
    assert (data_dir / "postgres.password").read_text().strip() not in str(words)
    assert house.stop(signal.SIGINT) == 0
    assert "Everything has stopped." in house.said
    assert whoever_names(data_dir) == []
    assert json.loads((data_dir / "running.json").read_text()) == {}


def test_the_supervisor_killed_takes_its_children_with_it(data_dir: Path) -> None:
    """Where the kernel does not see to it, the next start ends them by their noted numbers."""
    house = Up(data_dir).until_ready()
    house.process.kill()
    house.process.wait()
    if sys.platform == "linux":
        until(lambda: whoever_names(data_dir) == [], 30)
    again = Up(data_dir).until_ready()
    assert again.health()["status"] == "ready"
    assert again.stop() == 0
    assert whoever_names(data_dir) == []


def test_a_child_that_was_left_behind_is_ended_at_the_next_start(data_dir: Path) -> None:
    stray = psutil.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    notes = {
        "pid": 1,
        "address": "?",
        "children": {"web": (stray.pid, stray.create_time()), "worker": (1, 5.0)},
    }
    (data_dir / "running.json").write_text(json.dumps(notes))
    house = Up(data_dir).until_ready()
    assert stray.wait(10) == -signal.SIGTERM
    assert "left behind" in house.said
    assert psutil.pid_exists(1), "a number that belongs to somebody else by now is nobody's business"
    house.stop()


def test_a_port_in_use_is_named_with_the_way_out(data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = dangban(data_dir, port, "up", "--no-demo")
    assert said.returncode == 1
    assert said.stderr.strip().count("\n") == 0
    assert f"Port {port} is in use" in said.stderr and f"DANGBAN_PORT={port + 1}" in said.stderr
    assert whoever_names(data_dir) == []


def test_ctrl_c_in_the_middle_of_the_start_leaves_nothing(data_dir: Path) -> None:
    house = Up(data_dir)
    until(lambda: "PostgreSQL" in house.said)
    assert house.stop(signal.SIGINT) == 0
    assert whoever_names(data_dir) == []


def test_several_web_processes_share_the_port(data_dir: Path) -> None:
    house = Up(data_dir, DANGBAN_WEB_PROCESSES="2").until_ready()
    assert {"web-1", "web-2"} < set(house.children)
    os.kill(house.children["web-1"], signal.SIGKILL)
    assert house.health()["status"] == "ready", "the other one answers meanwhile"
    house.stop()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DANGBAN_PORT", "eight"),
        ("DANGBAN_LOG_LEVEL", "loud"),
        ("DANGBAN_WEB_PROCESSES", "0"),
        ("DANGBAN_HOST", "no.such.invalid"),
    ],
)
def test_a_wrong_setting_is_one_line(data_dir: Path, name: str, value: str) -> None:
    said = dangban(data_dir, free_port(), "up", "--no-demo", **{name: value})
    assert said.returncode == 1
    assert name in said.stderr and value in said.stderr
    assert said.stderr.strip().count("\n") == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://zhoumin:geheim@127.0.0.1:1/dangban"),
        ("REDIS_URL", "redis://:geheim@127.0.0.1:1/0"),
    ],
)
def test_a_server_of_ones_own_that_is_away_is_one_line(data_dir: Path, name: str, value: str) -> None:
    said = dangban(data_dir, free_port(), "up", "--no-demo", **{name: value})
    assert said.returncode == 1
    assert name in said.stderr and "geheim" not in said.stderr
    assert said.stderr.strip().count("\n") == 0
    assert whoever_names(data_dir) == []


@pytest.mark.parametrize("command", ["web", "worker"])
def test_a_process_by_itself_says_in_one_line_which_server_is_away(data_dir: Path, command: str) -> None:
    away = {
        "DATABASE_URL": "postgresql://zhoumin:geheim@127.0.0.1:1/dangban",
        "REDIS_URL": "redis://:geheim@127.0.0.1:1/0",
    }
    said = dangban(data_dir, free_port(), command, **away)
    assert said.returncode == 1
    assert "DATABASE_URL" in said.stderr.strip().splitlines()[-1]
    assert "geheim" not in said.stderr and "Traceback" not in said.stderr
