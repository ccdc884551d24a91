"""`dangban hotline plan`: whom a department's 400 number reaches in the coming days, in words."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from backend.speech import language, say, warn

if TYPE_CHECKING:  # a command loads what it needs when it runs
    from backend.hotline.now import HotlineNow


@click.command("plan", help=say("hotline-cli-plan-help"))
@click.argument("department")
def plan(department: str) -> None:
    """`department` is its number or its name; exit code 1 where there is none, or it has no hotline."""
    lines = asyncio.run(_in_words(department))
    for line in lines:
        click.echo(line)
    if not lines:
        raise SystemExit(1)


async def _in_words(department: str) -> list[str]:
    from backend.commands.database import open_database
    from backend.company.queries import departments
    from backend.hotline.now import hotline_now

    async with open_database():
        known = await departments()
        found = next((each for each in known if department in (str(each.id), each.name)), None)
        if found is None:
            warn(
                "hotline-cli-unknown",
                department=department,
                known=", ".join(each.name for each in known) or "–",
            )
            return []
        now = await hotline_now(found.id, datetime.now(UTC))
        if now is None:
            warn("hotline-cli-no-line")
            return []
        return _told(now, found.name, found.zone)


def _told(now: HotlineNow, name: str, zone: ZoneInfo) -> list[str]:
    from backend.infra.catalogue import catalogue
    from backend.web.formats import Formats

    t, f = catalogue(language()).say, Formats(language(), zone)
    told = [t("hotline-cli-head", name=name, number=f.phone(now.number), version=now.plan.version)]
    for segment in now.plan.segments:
        if segment.span.end <= now.at:
            continue
        who = [now.names.get(each.person_id or 0) or t("hotline-office") for each in segment.targets]
        times = f"{f.moment(segment.span.start)} – {f.moment(segment.span.end)}"
        first = f"{times}  {who[0]} {now.shown(segment)} ({t('hotline-why-' + segment.why)})"
        told.append(" → ".join([first, *who[1:]]))
    return told
