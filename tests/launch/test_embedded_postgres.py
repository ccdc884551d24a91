"""The embedded PostgreSQL: made once, found again, never damaged by what goes wrong around it."""

from __future__ import annotations

import os
import shutil
import signal
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from backend.infra.embedded import LaunchError, account, places, postgres
from tests.launch.running import a_folder, until


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    with a_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
async def cluster(made: Path) -> Path:
    """A cluster that was started and stopped once."""
    server = await postgres.start(made / "first")
    await server.stop()
    return made / "first"


@pytest.fixture
async def data_dir(cluster: Path) -> AsyncIterator[Path]:
    """A copy of it, stopped at the end whatever the story did."""
    with a_folder() as folder:
        shutil.copytree(cluster, folder / "var", symlinks=True, copy_function=_copy_owned)
        _own_alike(cluster, folder / "var")
        yield folder / "var"
        if (pid := postgres._running_pid(folder / "var" / "postgres")) is not None:
            os.kill(pid, signal.SIGQUIT)
            until(lambda: not psutil.pid_exists(pid))


async def test_a_second_start_finds_the_first(data_dir: Path) -> None:
    first = await postgres.start(data_dir)
    second = await postgres.start(data_dir)
    assert (second.pid, second.url) == (first.pid, first.url)
    assert postgres.find(data_dir) == first.url
    await first.stop()
    assert not first.alive()
    assert postgres.find(data_dir) is None


async def test_it_is_utf8_in_utc_and_durable(data_dir: Path) -> None:
    server = await postgres.start(data_dir)
    connection = await asyncpg.connect(server.url)
    shown = {name: await connection.fetchval(f"SHOW {name}") for name in WANTED}
    assert shown == WANTED
    assert await connection.fetchval("SELECT upper('äé林晓')") == "ÄÉ林晓"
    await connection.close()
    await server.stop()


WANTED = {
    "server_encoding": "UTF8",
    "timezone": "UTC",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "listen_addresses": "",
    "password_encryption": "scram-sha-256",
}


async def test_nobody_enters_without_the_password(data_dir: Path) -> None:
    server = await postgres.start(data_dir)
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.url.replace("dangban:", "dangban:x", 1))
    assert stat.S_IMODE((data_dir / "postgres.password").stat().st_mode) == 0o600
    assert stat.S_IMODE((data_dir / "postgres").stat().st_mode) == 0o700
    await server.stop()


async def test_root_lends_it_an_account(data_dir: Path) -> None:
    server = await postgres.start(data_dir)
    assert psutil.Process(server.pid).uids().real == account.account().uid != 0
    await server.stop()


async def test_what_was_committed_survives_a_kill(data_dir: Path) -> None:
    server = await postgres.start(data_dir)
    connection = await asyncpg.connect(server.url)
    await connection.execute("CREATE TABLE tap (who text)")
    await connection.execute("INSERT INTO tap VALUES ('林晓')")
    os.kill(server.pid, signal.SIGKILL)
    until(lambda: not server.alive())
    assert (data_dir / "postgres" / "postmaster.pid").exists()
    again = await postgres.start(data_dir)
    connection = await asyncpg.connect(again.url)
    assert await connection.fetchval("SELECT who FROM tap") == "林晓"
    await connection.close()
    await again.stop()


async def test_a_stranger_with_the_old_number_does_not_count(data_dir: Path) -> None:
    stale = data_dir / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getppid()}\n{data_dir / 'postgres'}\n1700000000\n0\n\n\n\n")
    assert postgres.find(data_dir) is None
    server = await postgres.start(data_dir)
    assert server.alive()
    await server.stop()


async def test_a_cluster_of_another_version_is_left_alone(data_dir: Path) -> None:
    version = data_dir / "postgres" / "PG_VERSION"
    version.write_text("14\n")
    before = _picture(data_dir / "postgres")
    with pytest.raises(LaunchError) as refused:
        await postgres.start(data_dir)
    assert refused.value.message_id == "launch-postgres-version"
    assert (refused.value.args_["found"], refused.value.args_["wanted"]) == ("14", "18")
    assert _picture(data_dir / "postgres") == before


async def test_a_folder_with_something_else_is_left_alone(made: Path) -> None:
    folder = made / "something-else"
    (folder / "postgres").mkdir(parents=True)
    (folder / "postgres" / "diary.txt").write_text("mine")
    with pytest.raises(LaunchError) as refused:
        await postgres.start(folder)
    assert refused.value.message_id == "launch-postgres-foreign"
    assert (folder / "postgres" / "diary.txt").read_text() == "mine"


async def test_a_lost_password_file_is_named(data_dir: Path) -> None:
    (data_dir / "postgres.password").write_text("another\n")
    with pytest.raises(LaunchError) as refused:
        await postgres.start(data_dir)
    assert refused.value.message_id == "launch-postgres-password"
    assert postgres.find(data_dir) is None


async def test_a_start_cut_short_is_done_again(made: Path) -> None:
    """The power went while the cluster was made: the half one lies beside and is no cluster."""
    folder = made / "cut-short"
    (folder / "postgres.new" / "data").mkdir(parents=True)
    (folder / "postgres.new" / "data" / "PG_VERSION").write_text("18\n")
    folder.chmod(0o711)
    server = await postgres.start(folder)
    assert not (folder / "postgres.new").exists()
    await server.stop()


async def test_a_long_path_gets_a_short_socket(made: Path) -> None:
    folder = places.data_folder(made / ("long" * 25))
    sockets = places.socket_folder(folder, account.account())
    assert len(os.fsencode(sockets)) < places.LONGEST_SOCKET_FOLDER
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    sockets.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that its servers cannot enter")
async def test_below_a_closed_folder_the_cluster_lies_elsewhere(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone in /root: nobody's folders are opened; the note says where the cluster is."""
    closed = made / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(places, "HOME_FOR_ROOT", made / "elsewhere")
    (made / "elsewhere").mkdir()
    server = await postgres.start(closed / "var")
    note = Path((closed / "var" / "postgres.place").read_text().strip())
    assert server.folder == note and made / "elsewhere" in note.parents
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    await server.stop()
    again = await postgres.start(closed / "var")
    assert again.folder == note
    await again.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has programs that its servers cannot enter")
def test_programs_in_a_closed_folder_are_copied(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "HOME_FOR_ROOT", made / "programs-home")
    package = made / "private" / "site-packages" / "server"
    (package / "bin").mkdir(parents=True)
    (package / "bin" / "run").write_text("#!/bin/sh\n")
    (made / "private").chmod(0o700)
    found = account.program(package, account.account())
    assert (found / "bin" / "run").exists() and found != package
    assert account.account().reaches(found / "bin")


def _copy_owned(source: str, target: str) -> str:
    shutil.copy2(source, target)
    return target


def _own_alike(source: Path, target: Path) -> None:
    """`copytree` forgets owners."""
    for path in [source, *source.rglob("*")]:
        facts = path.lstat()
        os.chown(target / path.relative_to(source), facts.st_uid, facts.st_gid, follow_symlinks=False)


def _picture(folder: Path) -> dict[str, tuple[int, float]]:
    return {str(path): (path.stat().st_size, path.stat().st_mtime) for path in sorted(folder.rglob("*"))}
