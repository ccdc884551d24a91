"""Letting somebody in from the command line: the first administrator, a lost password, a program."""

from __future__ import annotations

import asyncio
import io
from datetime import UTC, datetime

import click

from backend.speech import console, say, tell


@click.command("create-admin", help=say("cli-admin-help"))
@click.argument("login")
@click.option("--name", help=say("cli-admin-name"))
def create_admin(login: str, name: str | None) -> None:
    async def run() -> None:
        from backend.commands.database import open_database
        from backend.people.invitations_program import create_admin

        async with open_database():
            link = await create_admin(login, name or login, datetime.now(UTC))
        tell("cli-admin-made", name=link.name)
        _show(link.path, link.expires_at)

    asyncio.run(run())


@click.command("login-link", help=say("cli-link-help"))
@click.argument("login")
def login_link(login: str) -> None:
    async def run() -> None:
        from backend.commands.database import open_database
        from backend.people.invitations_program import login_link

        async with open_database():
            link = await login_link(login, datetime.now(UTC))
        tell("cli-link-made", name=link.name)
        _show(link.path, link.expires_at)

    asyncio.run(run())


@click.command(help=say("cli-token-help"))
@click.argument("login")
@click.option("--name", default="dangban token", show_default=True, help=say("cli-token-name"))
@click.option("--days", type=click.IntRange(1, 3650), help=say("cli-token-days"))
def token(login: str, name: str, days: int | None) -> None:
    async def run() -> None:
        from backend.commands.database import open_database
        from backend.people.invitations_program import token_for

        async with open_database():
            made = await token_for(login, name, datetime.now(UTC), days=days)
        tell("cli-token-made", login=login)
        click.echo(made.text)

    asyncio.run(run())


def _show(path: str, until: datetime) -> None:
    """The link, its end in the local time of this machine, and a code for the phone."""
    import segno

    from backend.launch.port import address_of
    from backend.settings import settings

    address = address_of(settings().host, settings().port, settings().public_url) + path
    click.echo(address)
    tell("cli-link-until", until=until.astimezone().strftime("%Y-%m-%d %H:%M"))
    if console.is_terminal:
        code = io.StringIO()
        segno.make(address, error="l", micro=False).terminal(out=code, compact=True, border=2)
        click.echo(code.getvalue())
