"""Orders from the command line: checking a folder of days' files anywhere, removing what is old enough."""

from __future__ import annotations

import asyncio
import getpass
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend.speech import say, tell, warn

if TYPE_CHECKING:  # a command loads what it needs when it runs
    from backend.company.queries import DepartmentCard
    from backend.orders.day_checking import Checked
    from backend.orders.removing import Removal

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("verify-seal", help=say("cli-seal-help"))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def verify_seal(folder: Path) -> None:
    """0 when every day is what it was, 1 with the first fault of each folder, 2 where there is no file."""
    from backend.orders.day_checking import check_folder

    found = check_folder(folder)
    for checked in found:
        _say(checked)
    if not found:
        warn("cli-seal-nothing", folder=str(folder))
        raise SystemExit(2)
    raise SystemExit(1 if any(checked.fault for checked in found) else 0)


@click.command("remove-old-orders", help=say("cli-remove-help"))
@click.argument("department")
@click.option("--before", type=DAY, required=True, help=say("cli-remove-before"))
@click.option("--by", "login", help=say("cli-remove-by"))
@click.option("--remove", is_flag=True, help=say("cli-remove-remove"))
def remove_old_orders(department: str, before: datetime, login: str | None, remove: bool) -> None:
    """Without `--remove` nothing is removed: what would be is shown."""
    if remove and not login:
        warn("cli-remove-who")
        raise SystemExit(2)
    raise SystemExit(asyncio.run(_remove(department, before, login if remove else None)))


async def _remove(department: str, before: datetime, login: str | None) -> int:
    from backend.commands.database import open_database
    from backend.company.queries import departments
    from backend.orders.removing import remove_old_orders, would_remove
    from backend.people.viewer import viewer_by_login

    now = datetime.now(UTC)
    async with open_database():
        known = await departments()
        found = next((each for each in known if department in (str(each.id), each.name)), None)
        if found is None:
            warn(
                "cli-remove-unknown",
                department=department,
                known=", ".join(each.name for each in known) or "–",
            )
            return 1
        if login is None:
            _show(await would_remove(found.id, before.date(), now), found, "cli-remove-would")
            return 0
        by = await viewer_by_login(login, found.id)
        if by is None:
            warn("cli-remove-nobody", login=login, department=found.name)
            return 1
        said_by = f"{getpass.getuser()}@{platform.node()}"
        _show(await remove_old_orders(by, before.date(), now, said_by=said_by), found, "cli-remove-done")
    return 0


def _show(removal: Removal, department: DepartmentCard, message_id: str) -> None:
    tell(
        message_id, department=department.name, before=f"{removal.before.astimezone(department.zone):%Y-%m-%d}",
        orders=removal.orders, rows=removal.rows, batches=len(removal.batches), files=len(removal.files),
    )  # fmt: skip
    if removal.first and removal.last:
        first, last = (each.astimezone(department.zone) for each in (removal.first, removal.last))
        tell("cli-remove-span", first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}")
    if removal.cases:
        tell("cli-remove-cases", cases=removal.cases)
    if removal.pictures:
        tell("cli-remove-pictures", pictures=removal.pictures)
    if removal.kept:
        tell("cli-remove-kept", orders=removal.kept)


def _say(checked: Checked) -> None:
    if checked.fault is not None:
        fault = checked.fault
        tell("cli-seal-broken", folder=checked.folder, why=say(f"cli-seal-{fault.what}", **fault.said))
        return
    tell(
        "cli-seal-whole", folder=checked.folder, files=checked.files, orders=checked.orders, first=str(checked.first),
        last=str(checked.last), head=checked.head,
    )  # fmt: skip
    if not checked.from_the_start:
        tell("cli-seal-midway", first=str(checked.first))
