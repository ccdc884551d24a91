"""A disk that is full, really: a small file system of its own, or where that cannot be had a limit of the kernel's."""

from __future__ import annotations

import asyncio
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from backend.infra.embedded import LaunchError, postgres
from tests.launch.running import a_folder, dangban, free_port


@contextmanager
def a_small_disk(megabytes: int) -> Iterator[Path | None]:
    """A mounted tmpfs; None where this account may not mount."""
    with a_folder() as folder:
        options = f"size={megabytes}m,mode=0711"
        mounted = (
            os.geteuid() == 0
            and not subprocess.run(
                ["mount", "-t", "tmpfs", "-o", options, "dangban-test", str(folder)], capture_output=True
            ).returncode
        )
        try:
            yield folder if mounted else None
        finally:
            if mounted:
                subprocess.run(["umount", "-l", str(folder)], check=True)


async def test_a_disk_that_is_too_small_is_said_before_anything_is_made() -> None:
    with a_small_disk(40) as disk:
        if disk is None:
            _by_limit_of_file_size()
            return
        with pytest.raises(LaunchError) as refused:
            await postgres.start(disk / "var")
        assert refused.value.message_id == "launch-disk-full"
        assert not (disk / "var" / "postgres").exists()
        said = dangban(disk / "var", free_port(), "up", "--no-demo")
        assert said.returncode == 1
        assert said.stderr.strip().count("\n") == 0
        assert "DANGBAN_DATA_DIR" in said.stderr and "MB free" in said.stderr


async def test_a_disk_that_fills_up_refuses_writes_and_loses_nothing() -> None:
    with a_small_disk(320) as disk:
        if disk is None:
            _by_limit_of_file_size()
            return
        server = await postgres.start(disk / "var")
        connection = await asyncpg.connect(server.url)
        await connection.execute("CREATE TABLE tap (who text)")
        await connection.execute("INSERT INTO tap VALUES ('林晓')")
        _fill(disk)
        with pytest.raises((asyncpg.PostgresError, OSError, asyncpg.InterfaceError)):
            await asyncio.wait_for(connection.execute(_MUCH), 60)
        await server.stop()
        with pytest.raises(LaunchError) as refused:
            await postgres.start(disk / "var")
        assert refused.value.message_id == "launch-disk-full"
        (disk / "ballast").unlink()
        again = await postgres.start(disk / "var")
        connection = await asyncpg.connect(again.url)
        assert await connection.fetch("SELECT who FROM tap WHERE who = '林晓'")
        await connection.close()
        await again.stop()


_MUCH = "INSERT INTO tap SELECT md5(n::text) FROM generate_series(1, 20000000) AS n"


def _fill(disk: Path) -> None:
    with open(disk / "ballast", "wb", buffering=0) as file:
        for piece in (1_000_000, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * piece)
            except OSError:
                continue


def _by_limit_of_file_size() -> None:
    """No file may grow beyond one megabyte: `initdb` meets the same refusal as on a full disk."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    with a_folder() as folder:
        code = (
            "import asyncio, pathlib, signal, sys\n"
            "from backend.infra.embedded import LaunchError, postgres\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "try:\n    asyncio.run(postgres.start(pathlib.Path(sys.argv[1])))\n"
            "except LaunchError as error:\n    print(error.message_id)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(folder / "var")],
            preexec_fn=limit,
            capture_output=True,
            text=True,
        )
        assert done.stdout.strip() == "launch-disk-full", done.stderr
        assert not (folder / "var" / "postgres").exists()
