"""`dangban demo`: a department to look around in, apart from every real one."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import click

from backend.infra.embedded import LaunchError
from backend.speech import errors, say


@click.command(help=say("cli-demo-help"))
@click.option("--json", "as_json", is_flag=True, help=say("cli-demo-json"))
def demo(as_json: bool) -> None:
    from backend.launch.announce import login_table

    logins = asyncio.run(_create())
    if as_json:
        click.echo(json.dumps(logins, ensure_ascii=False))
    else:
        login_table(logins)


async def _create() -> list[dict[str, Any]]:
    from backend.commands.database import open_database
    from backend.demo import create_demo
    from backend.infra import db

    async with open_database():
        if await db.fetchval("SELECT 1 FROM department WHERE demo LIMIT 1"):
            raise LaunchError("cli-demo-exists")
        with errors.status(say("cli-demo-working")):
            return [dict(login) for login in await create_demo(datetime.now(UTC))]
