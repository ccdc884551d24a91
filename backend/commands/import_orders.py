"""`dangban import-orders`: a platform's file of orders from the command line, shown first or taken in at once."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from backend.speech import console, errors, language, say, tell, warn

if TYPE_CHECKING:  # a command loads what it needs when it runs
    from backend.orders.imports.queries import Import, ImportRow
    from backend.people.viewer import Actor

CHUNK = 1 << 18
EVERY_SECONDS = 0.5


@click.command("import-orders", help=say("cli-import-help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--department", required=True, help=say("cli-import-department"))
@click.option("--by", "login", help=say("cli-import-by"))
@click.option("--dry-run", is_flag=True, help=say("cli-import-dry-run"))
@click.option("--rows", "each_row", is_flag=True, help=say("cli-import-rows"))
def import_orders(file: Path, department: str, login: str | None, dry_run: bool, each_row: bool) -> None:
    """0 when every order of it is in (or would be), 1 when some were refused or nothing could be read."""
    raise SystemExit(asyncio.run(_import(file, department, login, dry_run, each_row)))


async def _import(file: Path, department: str, login: str | None, dry_run: bool, each_row: bool) -> int:
    from backend.commands.database import open_database
    from backend.company.queries import departments
    from backend.people.viewer import Program, viewer_by_login

    async with open_database():
        known = await departments()
        found = next((each for each in known if department in (str(each.id), each.name)), None)
        if found is None:
            names = ", ".join(each.name for each in known) or "–"
            warn("cli-remove-unknown", department=department, known=names)
            return 1
        by: Actor | None = Program(found.id) if login is None else await viewer_by_login(login, found.id)
        if by is None:
            warn("cli-remove-nobody", login=login, department=found.name)
            return 1
        return await _through(by, file, dry_run, each_row)


async def _through(by: Actor, file: Path, dry_run: bool, each_row: bool) -> int:
    from backend.orders.imports.deciding import confirm, drop
    from backend.orders.imports.receiving import receive
    from backend.rules.orders.draft import STANDINGS

    began = time.monotonic()
    import_id = await receive(by, file.name, _chunks(file), datetime.now(UTC))
    shown = await _carried(by, import_id)
    if shown.state != "ready":
        return await _not_ready(by, shown)
    tell(
        "cli-import-layout", layout=shown.layout_name or shown.layout, rows=shown.rows_total,
        seconds=f"{time.monotonic() - began:.1f}",
    )  # fmt: skip
    tell("cli-import-fates", **{name: shown.counts[name] for name in ("new", "changed", "known", "refused")})
    tell("cli-import-standings", **{name: shown.counts[name] for name in STANDINGS})
    await _show_rows(by, import_id, each_row)
    if dry_run or not shown.to_take_in:
        await drop(by, import_id, datetime.now(UTC))
        tell("cli-import-dry" if dry_run else "cli-import-nothing")
    else:
        await confirm(by, import_id, datetime.now(UTC))
        done = await _carried(by, import_id)
        tell("cli-import-done", **{name: done.outcome[name] for name in ("new", "changed", "known", "work")})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    tell("cli-import-took", seconds=f"{time.monotonic() - began:.1f}", megabytes=peak)
    return 1 if shown.counts["refused"] else 0


async def _carried(by: Actor, import_id: int) -> Import:
    """To its end, by this process or by a worker that was quicker; how far it is goes to standard error meanwhile."""
    from backend.orders.imports.carrying import carry_on
    from backend.orders.imports.queries import import_of

    watch = asyncio.create_task(_watch(by, import_id))
    try:
        while (each := await import_of(by.department_id, import_id)).is_busy:
            await carry_on(import_id, lambda: datetime.now(UTC))
            if (await import_of(by.department_id, import_id)).is_busy:
                await asyncio.sleep(EVERY_SECONDS)  # a worker is at it
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
    return each


async def _watch(by: Actor, import_id: int) -> None:
    from backend.orders.imports.queries import import_of

    said = ""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        each = await import_of(by.department_id, import_id)
        done, whole = (
            (each.rows_read, each.rows_total) if each.state == "reading" else (each.written, each.to_take_in)
        )
        text = say(f"cli-import-{each.state}", done=done, all=whole) if each.is_busy and whole else ""
        if text and text != said:
            errors.print(text, markup=False)
            said = text


async def _not_ready(by: Actor, shown: Import) -> int:
    """Failed, or of a kind that has no mapping yet."""
    from backend.orders.imports.deciding import drop

    if shown.state == "unmapped":
        await drop(by, shown.id, datetime.now(UTC))
        warn("cli-import-unmapped")
    else:
        errors.print(_sentence(shown.reason, **shown.reason_args), markup=False)
    return 1


async def _show_rows(by: Actor, import_id: int, each_row: bool) -> None:
    """The refused ones with line and reason; all of them where that is asked for."""
    from backend.orders.imports.queries import rows_of

    after = 0
    while rows := await rows_of(by.department_id, import_id, "" if each_row else "refused", after):
        for row in rows:
            console.print(_line(row), markup=False)
        after = rows[-1].id


def _line(row: ImportRow) -> str:
    fate, number = say(f"cli-import-fate-{row.fate}"), row.number or "–"
    if row.fate == "refused":
        what = f"{row.heading or row.field}: {_sentence(row.reason)}" + (
            f" [{row.value}]" if row.value else ""
        )
    elif row.fate == "changed":
        what = ", ".join(_sentence(f"intake-change-{field}") for field, _, _ in row.changes)
    else:
        what = row.standing
    return say("cli-import-line", line=row.line, number=number, fate=fate, what=what)


def _sentence(message_id: str, **values: Any) -> str:
    from backend.infra.catalogue import catalogue

    return catalogue(language()).say(message_id, **values)


async def _chunks(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as stream:
        while chunk := await asyncio.to_thread(stream.read, CHUNK):
            yield chunk
