"""`dangban hotline`: what the operator of a 400 number needs on the command line."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, NoReturn

import click

from backend.commands.hotline_plan import plan
from backend.speech import say, tell, warn


@click.group(help=say("cli-hotline-help"))
def hotline() -> None:
    """The group itself does nothing."""


@hotline.command("kamailio-config", help=say("cli-kamailio-help"))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--department", help=say("cli-kamailio-department"))
@click.option("--listen", required=True, metavar="HOST:PORT", help=say("cli-kamailio-listen"))
@click.option("--advertise", default="", metavar="HOST:PORT", help=say("cli-kamailio-advertise"))
@click.option(
    "--trunk", "trusted", multiple=True, required=True, metavar="NET", help=say("cli-kamailio-trunk")
)
@click.option("--gateway", required=True, metavar="HOST[:PORT]", help=say("cli-kamailio-gateway"))
@click.option("--office-gateway", default="", metavar="HOST[:PORT]", help=say("cli-kamailio-office"))
@click.option("--gateway-user", default="", help=say("cli-kamailio-user"))
@click.option(
    "--gateway-password", default="", envvar="DANGBAN_GATEWAY_PASSWORD", help=say("cli-kamailio-password")
)
@click.option("--mode", type=click.Choice(["relay", "redirect"]), default="relay", show_default=True,
              help=say("cli-kamailio-mode"))  # fmt: skip
@click.option("--control", default="127.0.0.1:5066", show_default=True, metavar="HOST:PORT",
              help=say("cli-kamailio-control"))  # fmt: skip
@click.option(
    "--database-url", default="", envvar="DANGBAN_KAMAILIO_DATABASE_URL", help=say("cli-kamailio-database")
)
@click.option("--events-url", help=say("cli-kamailio-events"))
@click.option(
    "--seed", default="/var/lib/kamailio/hotline-seed.cfg", show_default=True, help=say("cli-kamailio-seed")
)
@click.option("--ring-seconds", type=click.IntRange(3, 120), help=say("cli-kamailio-ring"))
def kamailio_config(folder: Path, department: str | None, **given: Any) -> None:
    from backend.infra.telephony.sip.configuration import Unfit

    try:
        written = asyncio.run(_write(folder, department, given))
    except Unfit as error:
        option = _OPTIONS.get(error.name, error.name).replace("_", "-")
        _refuse("cli-kamailio-unfit", option=f"--{option}", value=error.value)
    tell("cli-kamailio-written", folder=str(folder))
    for path in written:
        click.echo(f"  {path}")
    tell("cli-kamailio-next")


hotline.add_command(plan)

_OPTIONS = {"trusted": "trunk"}


async def _write(folder: Path, department: str | None, given: dict[str, Any]) -> list[Path]:
    from backend.commands.database import open_database
    from backend.hotline.kamailio import files_for, line_to_wire

    async with open_database():
        line = await line_to_wire(department)
        files = await files_for(line, given)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    return [_keep(folder / name, text) for name, text in files.items()]


def _keep(path: Path, text: str) -> Path:
    """They hold passwords: nobody else reads them."""
    beside = path.with_name(path.name + ".new")
    beside.touch(mode=0o640)
    beside.chmod(0o640)
    beside.write_text(text, "utf-8")
    return beside.replace(path)


def _refuse(message_id: str, **args: str) -> NoReturn:
    warn(message_id, **args)
    raise SystemExit(1)
