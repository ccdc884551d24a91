"""Cases as a file; who took which, stands in the trail. Customers stand in it masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal
from backend.infra.spreadsheet import MEDIA
from backend.orders.cases.log import MOST_EXPORTED, Asked, logged_cases
from backend.orders.cases.queries import Case
from backend.people.viewer import Actor

Say = Callable[..., str]
COLUMNS = (
    "id", "kind", "state", "number", "customer", "what", "goods", "amount", "waybill", "sent", "registered",
    "registrar", "owner", "due", "received", "receiver", "checked", "checker", "over", "closer", "outcome",
)  # fmt: skip
WIDE = (8, 12, 12, 22, 14, 36, 36, 10, 18, 18, 17, 12, 12, 17, 17, 12, 17, 12, 17, 12, 16)


async def export_cases(by: Actor, asked: Asked, zone: ZoneInfo, as_file: str) -> tuple[Case, ...]:
    """The cases of a file. 403 without the right to see all orders."""
    if not by.may("orders.view"):
        raise Refusal("shell-error-forbidden", 403)
    if as_file not in MEDIA:
        raise Refusal("cases-export-unknown", 404)
    cases = await logged_cases(by.department_id, asked, zone, limit=MOST_EXPORTED)
    async with db.transaction():
        await note(
            "case.exported", f"department:{by.department_id}", department_id=by.department_id, actor_id=by.person_id,
            start=asked.start.isoformat(), end=asked.end.isoformat(), count=len(cases),
        )  # fmt: skip
    return cases


def rows_of(cases: tuple[Case, ...], say: Say, zone: ZoneInfo) -> Iterator[list[Any]]:
    """The heading, then a row for each."""
    yield [say(f"cases-column-{name}") for name in COLUMNS]
    for case in cases:
        yield _row(case, say, zone)


def _row(case: Case, say: Say, zone: ZoneInfo) -> list[Any]:
    return [
        case.id,
        say(f"cases-kind-{case.kind}"),
        say(f"cases-state-{case.state}"),
        case.number,
        case.customer,
        case.what,
        "; ".join(f"{title} × {count}" for title, count in case.goods),
        float(case.amount) if case.amount is not None else "",
        case.waybill,
        case.sent_waybill,
        _moment(case.registered_at, zone),
        case.registrar,
        case.owner,
        _moment(case.due_at, zone),
        _moment(case.received_at, zone),
        case.taker,
        _moment(case.checked_at, zone),
        case.checker,
        _moment(case.closed_at, zone),
        case.closer,
        say(f"cases-outcome-{case.outcome}") if case.outcome else "",
    ]


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""
