"""What runs and stays: everything at once, or one process of it."""

from __future__ import annotations

import asyncio
import gc
import importlib
import socket

import click

from backend.speech import say, tell, warn


@click.command(help=say("cli-up-help"))
@click.option("--demo/--no-demo", default=None, help=say("cli-up-demo"))
def up(demo: bool | None) -> None:
    from backend.launch.up import Wishes, up
    from backend.settings import settings

    up(settings(), Wishes(demo=demo))


@click.command(help=say("cli-web-help"))
@click.option("--fd", type=int, hidden=True, help="The listening socket that the supervisor hands over.")
def web(fd: int | None) -> None:
    import uvicorn

    from backend.commands.database import use_the_running_servers
    from backend.launch.port import listen
    from backend.settings import settings
    from backend.web.server import Server

    asyncio.run(use_the_running_servers())
    if fd is None:  # the supervisor has asked already
        _need_servers_or_a_seed()
    _import_at_once("backend.app")
    ears = socket.socket(fileno=fd) if fd is not None else listen(settings().host, settings().port)
    configuration = uvicorn.Config(
        "backend.app:app",
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=65_536,
        ws_per_message_deflate=False,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings().trusted_proxies,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=8,
    )
    server = Server(configuration)
    server.run(sockets=[ears])
    if not server.started:
        raise SystemExit(3)


@click.command(help=say("cli-worker-help"))
def worker() -> None:
    import uvloop
    from redis.exceptions import RedisError

    from backend.commands.database import servers_answer, use_the_running_servers

    asyncio.run(use_the_running_servers())
    try:
        uvloop.run(_work())
    except (OSError, RedisError):
        asyncio.run(servers_answer())  # says in one line which of them is away
        raise


@click.command(help=say("cli-migrate-help"))
def migrate() -> None:
    from backend.commands.database import open_database

    async def run() -> None:
        async with open_database():
            pass  # opening brings it up to date

    asyncio.run(run())
    tell("cli-migrated")


def _need_servers_or_a_seed() -> None:
    """Without its database a web process can still answer telephone vendors, if another has left what that takes."""
    from backend.commands.database import servers_answer
    from backend.hotline.vendor import seed
    from backend.infra.embedded import LaunchError

    try:
        asyncio.run(servers_answer())
    except LaunchError:
        if not seed.is_there():
            raise
        warn("cli-web-from-seed")


def _import_at_once(module: str) -> None:
    """Without the garbage collector looking on: a sixth quicker; and what is loaded now is never looked at again."""
    gc.disable()
    importlib.import_module(module)
    gc.freeze()
    gc.enable()


async def _work() -> None:
    """arq's own loop; the worker is named, not imported, so that the program never depends on it."""
    from arq.worker import create_worker

    from backend.web.logs import configure_logs

    configure_logs()
    arq = create_worker(importlib.import_module("workers.main").WorkerSettings)
    gc.freeze()
    try:
        await arq.async_run()
    except asyncio.CancelledError:
        pass
    finally:
        await arq.close()
