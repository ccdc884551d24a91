"""The lines and plans of this process's memory, from which a vendor is answered.

Guarantees (R-HOT-3, R-HOT-5):
- an answer asks nobody: neither the database nor Redis, so that it takes the same time when both are away;
- a change is here at once over the bus, and within `POLL_SECONDS` without it;
- what was known stays when the database goes, and a process that starts without it begins with the seed that another
  has left in the data folder.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Any

import structlog

from backend.hotline.queries import Line, line_by_id
from backend.hotline.systems import system_of
from backend.hotline.vendor import seed
from backend.hotline.vendor.spool import within
from backend.infra import bus, db
from backend.infra.telephony.adapter import Telephony, TelephonyError
from backend.rules.hotline import Plan, nothing_planned

POLL_SECONDS = 5.0
PATIENCE_SECONDS = 4.0
NOTE = "hotline-plan"

log = structlog.get_logger("hotline")


@dataclass(frozen=True, slots=True)
class Known:
    """One line, ready to answer. `stamp` says which state of line, plan and rules it was made of."""

    line: Line
    plan: Plan
    system: Telephony
    stamp: tuple[Any, ...] = ()


def known(token: str) -> Known | None:
    """The line that a token stands for; None for one that nobody has."""
    return _lines.get(token)


async def refresh() -> None:
    """Reads what has changed. Raises what the database raises; what was known is kept then."""
    rows = await db.fetch(_LINES)
    fresh = {row["token"]: line for row in rows if (line := await _line(row)) is not None}
    changed = {token: line.stamp for token, line in fresh.items()} != {
        token: line.stamp for token, line in _lines.items()
    }
    _lines.clear()
    _lines.update(fresh)
    if changed:
        await asyncio.to_thread(seed.leave, [_seeded(line) for line in fresh.values()])


async def keep_fresh(stopping: asyncio.Event) -> None:
    """As long as the process lives: at once when told, and again and again besides."""
    bus.on_note(NOTE, _wake.set)
    _begin_with_the_seed()
    await _try_to_refresh()
    while not stopping.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(_wake.wait(), POLL_SECONDS)
        _wake.clear()
        await _try_to_refresh()


def forget() -> None:
    """As in a process that has just started."""
    _lines.clear()


async def _try_to_refresh() -> bool:
    try:
        await within(PATIENCE_SECONDS, refresh())
    except Exception as error:
        log.warning("hotline_plans_not_read", error=repr(error), lines=len(_lines))
        return False
    return True


def _begin_with_the_seed() -> None:
    for row in seed.read():
        line = Line(**row["line"])
        made = _made(line, Plan.from_dict(row["plan"]), ("seed",))
        if made is not None:
            _lines.setdefault(line.token, made)


async def _line(row: Any) -> Known | None:
    """The same as before where nothing has changed."""
    stamp = (row["id"], row["changed_at"], row["version"], row["rules_version"])
    before = _lines.get(row["token"])
    if before is not None and before.stamp == stamp:
        return before
    line = await line_by_id(row["id"])
    if line is None or not line.enabled:
        return None
    raw = await db.fetchval(_PLAN, line.id, row["version"]) if row["version"] else None
    return _made(line, Plan.from_dict(raw) if raw else nothing_planned(line.office_number), stamp)


def _made(line: Line, plan: Plan, stamp: tuple[Any, ...]) -> Known | None:
    try:
        system = system_of(line)
    except TelephonyError as error:
        log.warning("hotline_line_unusable", line=line.id, reason=error.reason)
        return None
    return Known(line, plan, system, stamp)


def _seeded(each: Known) -> dict[str, Any]:
    line = {name: getattr(each.line, name) for name in Line.__slots__}
    return {"line": line, "plan": each.plan.to_dict()}


_lines: dict[str, Known] = {}
_wake = asyncio.Event()

_LINES = """
SELECT line.id, line.token, line.changed_at, department.rules_version,
    (SELECT max(version) FROM hotline_plan WHERE line_id = line.id) AS version
FROM hotline_line AS line JOIN department ON department.id = line.department_id
WHERE line.enabled AND department.archived_at IS NULL
"""
_PLAN = "SELECT plan FROM hotline_plan WHERE line_id = $1 AND version = $2"
