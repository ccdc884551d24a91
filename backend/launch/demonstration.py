"""The demo department: offered once, at the first start on an empty database."""

from __future__ import annotations

import asyncio
import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg

from backend.infra.embedded import LaunchError
from backend.launch.steps import Steps
from backend.speech import console, say

ASK_SECONDS = 30


async def first_start(
    environment: dict[str, str], data_dir: Path, wish: bool | None, steps: Steps
) -> list[dict[str, Any]]:
    """Creates the demo department if it is wanted; returns its log-ins, which exist in clear nowhere else."""
    decided = data_dir / "demo.decided"
    if wish is False or (decided.exists() and wish is None):
        decided.touch()
        return []
    departments, demos = await _departments(environment["DATABASE_URL"])
    if (departments and wish is None) or demos:
        decided.touch()
        return []
    wanted = wish or await _ask()
    decided.touch()
    if not wanted:
        return []
    async with steps.doing("launch-step-demo"):
        return await _create(environment, data_dir)


async def _create(environment: dict[str, str], data_dir: Path) -> list[dict[str, Any]]:
    """In a process of its own: the supervisor stays small."""
    log = data_dir / "logs" / "demo.log"
    with open(log, "ab") as words:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "backend.cli", "demo", "--json",
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words, start_new_session=True,
        )  # fmt: skip
    try:
        said, _ = await child.communicate()
    except asyncio.CancelledError:
        child.terminate()
        raise
    if child.returncode != 0:
        (data_dir / "demo.decided").unlink(missing_ok=True)
        raise LaunchError("launch-demo-failed", log=log)
    return list(json.loads(said))


async def _departments(url: str) -> tuple[int, int]:
    """How many there are, and how many of them are demos."""
    connection = await asyncpg.connect(url)
    try:
        row = await connection.fetchrow("SELECT count(*), count(*) FILTER (WHERE demo) FROM department")
        return row[0], row[1]
    finally:
        await connection.close()


async def _ask() -> bool:
    """Yes unless somebody says no; nobody there, no terminal or no answer in time is a yes."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    console.print(say("launch-demo-question"), markup=False, end=" ")
    answer = await asyncio.to_thread(_line, ASK_SECONDS)
    return answer.strip().lower() not in ("n", "no", "否", "不")


def _line(seconds: float) -> str:
    """A line from the terminal, or nothing when the time is over."""
    waiting, _, _ = select.select([sys.stdin], [], [], seconds)
    if not waiting:
        console.print()
        return ""
    return os.read(sys.stdin.fileno(), 1024).decode("utf-8", "replace")
