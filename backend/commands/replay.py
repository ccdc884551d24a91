"""`dangban replay-orders`: plays a day's orders into the running system, and says whether anything was lost."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click

from backend.speech import console, say, tell, warn

if TYPE_CHECKING:  # a command loads what it needs when it runs
    from backend.replay.play import Played

HERE = ("localhost", "127.0.0.1", "::1")
ZONE = ZoneInfo("Asia/Shanghai")


@click.command("replay-orders", help=say("cli-replay-help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", help=say("cli-replay-url"))
@click.option(
    "--speed",
    default=60.0,
    show_default=True,
    type=click.FloatRange(1, 100_000),
    help=say("cli-replay-speed"),
)
@click.option(
    "--agents", default=20, show_default=True, type=click.IntRange(1, 200), help=say("cli-replay-agents")
)
@click.option("--department", help=say("cli-replay-department"))
@click.option("--hour", default="", help=say("cli-replay-hour"))
@click.option(
    "--minutes", default=10, show_default=True, type=click.IntRange(1, 60), help=say("cli-replay-minutes")
)
@click.option(
    "--pace", default=1.0, show_default=True, type=click.FloatRange(0, 600), help=say("cli-replay-pace")
)
@click.option("--yes", is_flag=True, help=say("cli-replay-yes"))
def replay_orders(
    file: Path,
    url: str | None,
    speed: float,
    agents: int,
    department: str | None,
    hour: str,
    minutes: int,
    pace: float,
    yes: bool,
) -> None:
    """0 when nothing was lost, held twice or late in the books; 1 otherwise; 2 where it may not be played."""
    from backend.settings import settings

    url = (url or f"http://127.0.0.1:{settings().port}").rstrip("/")
    if urlsplit(url).hostname not in HERE and not yes:
        warn("cli-replay-not-here", url=url)
        raise SystemExit(2)
    if hour and hour != "busiest" and not (hour.isdecimal() and int(hour) < 24):
        warn("cli-replay-hour-unknown", hour=hour)
        raise SystemExit(2)
    name = department or f"{say('cli-replay-name')} {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
    played = asyncio.run(_play(file, url, speed, agents, name, hour, minutes, pace))
    if played is None:
        raise SystemExit(2)
    _say(played)
    raise SystemExit(0 if played.good else 1)


async def _play(
    file: Path, url: str, speed: float, agents: int, name: str, hour: str, minutes: int, pace: float
) -> Played | None:
    from backend.commands.database import open_database
    from backend.company.queries import departments
    from backend.replay.day import at_speed, of_hour, read_day
    from backend.replay.play import play

    dues = at_speed(of_hour(read_day(file, ZONE), hour, ZONE), speed)
    if not dues:
        warn("cli-replay-empty", file=file.name)
        return None
    async with open_database():
        if name in {each.name for each in await departments()}:
            warn("cli-replay-taken", name=name)
            return None
        tell("cli-replay-begins", count=len(dues), agents=agents, minutes=round(dues[-1].after / 60, 1))
        with console.status("") as status:
            return await play(
                url, name, dues, agents, minutes, pace, lambda sent: status.update(f"{sent} / {len(dues)}")
            )


def _say(played: Played) -> None:
    verdict, screens, requests = played.verdict, played.screens, played.requests
    for each in (*verdict.lost, *verdict.held_twice, *verdict.deadline_errors, *played.faults)[:40]:
        console.print(f"✗ {each}", markup=False)
    for key, value in (
        ("sent", played.sent),
        ("accepted", verdict.accepted),
        ("lost", len(verdict.lost)),
        ("held-twice", len(verdict.held_twice)),
        ("deadline-errors", len(verdict.deadline_errors)),
        ("faults", len(played.faults)),
        ("reached", f"{verdict.confirmed} / {verdict.warned} / {verdict.missed}"),
        ("races", played.too_late),
        ("screens", f"{_at(screens, 0.5)} / {_at(screens, 0.99)} ({len(screens)}, − {played.unseen})"),
        ("requests", f"{_at(requests, 0.5)} / {_at(requests, 0.99)} ({len(requests)})"),
        ("seconds", f"{played.seconds:.1f}"),
    ):
        console.print(f"{say('cli-replay-figure-' + key)}: {value}", markup=False, highlight=False)


def _at(ordered: tuple[float, ...], part: float) -> str:
    return f"{ordered[min(int(len(ordered) * part), len(ordered) - 1)] * 1000:.0f} ms" if ordered else "–"
