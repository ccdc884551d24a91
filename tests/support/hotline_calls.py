"""A hotline with a line, a plan and somebody who calls it."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from backend.company.queries import rules_of
from backend.hotline.calls.writing import take_events
from backend.infra import db
from backend.infra.telephony.adapter import CallEvent
from backend.infra.vault import lock
from backend.rules.clock import Interval
from backend.rules.hotline import OFFICE, PERSON, Plan, Segment, Target
from tests.support.shop import Colleague, Shop
from tests.support.vendors import SECRET

OFFICE_NUMBER = "02155550100"
CALLER, ANOTHER = "13912345678", "13787654321"

_calls = itertools.count(1)


async def a_line(shop: Shop, adapter: str = "webhook", **settings: Any) -> int:
    """A line whose vendor asks, in plain JSON unless said otherwise, and rules that say that there is a hotline."""
    rules = (await rules_of(shop.department_id)).to_dict()
    rules["hotline"] = {**rules.get("hotline", {}), "enabled": True}
    await db.execute(
        "UPDATE department SET rules = $2, rules_version = rules_version + 1 WHERE id = $1",
        shop.department_id,
        rules,
    )
    return await db.fetchval(
        "INSERT INTO hotline_line (department_id, number, office_number, adapter, settings, secrets, token, enabled) "
        "VALUES ($1, '4001234567', $2, $3, $4, $5, $6, true) RETURNING id",
        shop.department_id, OFFICE_NUMBER, adapter, {"form": "json", **settings},
        lock("line", json.dumps({"secret": SECRET, "events_secret": SECRET})), secrets.token_urlsafe(24),
    )  # fmt: skip


async def token_of(line_id: int) -> str:
    return await db.fetchval("SELECT token FROM hotline_line WHERE id = $1", line_id)


async def a_plan(
    shop: Shop,
    line_id: int,
    at: datetime,
    *chain: tuple[Colleague, str],
    version: int = 1,
    made: datetime | None = None,
) -> Plan:
    """From an hour before `at` for eight days: these people with their numbers, the office behind them."""
    targets = (
        *(Target(PERSON, number, who.person_id) for who, number in chain),
        Target(OFFICE, OFFICE_NUMBER),
    )
    span = Interval(at - timedelta(hours=1), at + timedelta(days=8))
    plan = Plan(version, (Segment(span, targets, "duty" if chain else "office-hours"),))
    await db.execute(
        "INSERT INTO hotline_plan (department_id, line_id, version, plan, starts_at, ends_at, made_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        shop.department_id, line_id, version, plan.to_dict(), span.start, span.end, made or span.start,
    )  # fmt: skip
    return plan


def told(call_id: str, kind: str, at: datetime, **said: Any) -> CallEvent:
    return CallEvent(call_id, kind, at, said.pop("event_id", f"{call_id}:{kind}"), **said)


def a_missed_call(at: datetime, caller: str = CALLER, call_id: str = "") -> list[CallEvent]:
    """It rings for twenty seconds, and nobody answers."""
    call_id = call_id or f"call-{next(_calls)}"
    return [told(call_id, "started", at, caller=caller), told(call_id, "missed", at + timedelta(seconds=20))]


def an_answered_call(
    at: datetime, target: str, seconds: int = 90, caller: str = CALLER, call_id: str = ""
) -> list[CallEvent]:
    call_id = call_id or f"call-{next(_calls)}"
    return [
        told(call_id, "started", at, caller=caller),
        told(call_id, "answered", at + timedelta(seconds=8), target=target),
        told(call_id, "ended", at + timedelta(seconds=8 + seconds), seconds=seconds),
    ]


async def happens(shop: Shop, line_id: int, events: Iterable[CallEvent], at: datetime) -> int:
    return await take_events(shop.department_id, line_id, events, at)


async def callbacks(shop: Shop) -> list[Any]:
    return await db.fetch("SELECT * FROM callback WHERE department_id = $1 ORDER BY id", shop.department_id)


async def messages(shop: Shop, kind: str) -> list[Any]:
    """What was told, to whom, oldest first."""
    return await db.fetch(
        "SELECT * FROM message WHERE department_id = $1 AND kind = $2 ORDER BY id", shop.department_id, kind
    )
