"""The log as a file, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.audit.actions import note
from backend.hotline.calls.callbacks import masked
from backend.hotline.calls.queries import MOST_EXPORTED, Asked, LoggedCall, calls_of
from backend.infra import db, spreadsheet
from backend.infra.refusal import Refusal
from backend.people.viewer import Actor

Say = Callable[..., str]
FORMATS = ("csv", "xlsx")
COLUMNS = ("day", "time", "caller", "person", "outcome", "wait", "talk", "task", "done", "doer")
WIDE = (12, 10, 16, 14, 12, 12, 12, 16, 18, 14)


async def export_calls(
    by: Actor, asked: Asked, zone: ZoneInfo, *, whole: bool, as_file: str
) -> tuple[LoggedCall, ...]:
    """The calls of a file. `whole`: with whole numbers. Which file was taken, and with what, stands in the trail."""
    if not by.may("calls.view"):
        raise Refusal("shell-error-forbidden", 403)
    if as_file not in FORMATS:
        raise Refusal("calls-export-unknown", 404)
    calls = await calls_of(by.department_id, asked, zone, limit=MOST_EXPORTED)
    async with db.transaction():
        await note(
            "calls.exported", f"department:{by.department_id}", department_id=by.department_id, actor_id=by.person_id,
            start=asked.start.isoformat(), end=asked.end.isoformat(), count=len(calls), whole_numbers=whole,
        )  # fmt: skip
    return calls


def as_csv(calls: tuple[LoggedCall, ...], say: Say, zone: ZoneInfo, *, whole: bool) -> bytes:
    return spreadsheet.as_csv(_rows(calls, say, zone, whole))


def as_xlsx(calls: tuple[LoggedCall, ...], say: Say, zone: ZoneInfo, *, whole: bool) -> bytes:
    return spreadsheet.as_xlsx(_rows(calls, say, zone, whole), say("calls-title"), WIDE)


def _rows(calls: tuple[LoggedCall, ...], say: Say, zone: ZoneInfo, whole: bool) -> Iterator[list[Any]]:
    yield [say(f"calls-column-{name}") for name in COLUMNS]
    for call in calls:
        yield _row(call, say, zone, whole)


def _row(call: LoggedCall, say: Say, zone: ZoneInfo, whole: bool) -> list[Any]:
    begun = call.started_at.astimezone(zone)
    return [
        begun.strftime("%Y-%m-%d"),
        begun.strftime("%H:%M:%S"),
        call.caller if whole else masked(call.caller),
        call.name or say("calls-office"),
        say(f"calls-outcome-{call.outcome}"),
        int((call.answered_at - call.started_at).total_seconds()) if call.answered_at else "",
        call.seconds if call.seconds is not None else "",
        say(f"calls-task-{call.task}") if call.task else "",
        _moment(call.done_at, zone),
        call.done_by or "",
    ]


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""
