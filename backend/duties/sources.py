"""What a shift may leave open in attendance, on the hotline, among messages. Other domains register their own."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.attendance.queries import to_decide
from backend.company.queries import department_zone, rules_of
from backend.duties.open_work import OpenItem, open_work
from backend.hotline.calls.callbacks import masked
from backend.hotline.calls.queries import open_callbacks
from backend.hotline.facts import hours_of
from backend.hotline.now import hotline_now
from backend.notifications.unanswered import unanswered
from backend.rota.duty import who_is_on_shift
from backend.rules.clock import Interval
from backend.rules.hotline import Plan, holes


@open_work("still_in")
async def still_in(department_id: int, at: datetime) -> list[OpenItem]:
    """Whose shift is over and who has not clocked out."""
    present = (await who_is_on_shift(department_id, at)).present
    return [
        OpenItem(
            f"person:{each.person_id}",
            "handover-open-still-in",
            {"name": each.name, "end": each.shift_end.isoformat()},
            "/floor",
        )
        for each in present
        if each.shift_end is not None and each.shift_end <= at
    ]


@open_work("callbacks")
async def callbacks(department_id: int, at: datetime) -> list[OpenItem]:
    """Missed callers whom nobody has reached yet; whoever is at it already is named."""
    return [
        OpenItem(
            f"callback:{each.id}",
            "handover-open-callback-held" if each.holder else "handover-open-callback",
            {
                "caller": masked(each.caller),
                "at": each.last_missed_at.isoformat(),
                "name": each.holder or "",
                "times": each.times,
            },
            "/calls",
            each.due_at,
        )
        for each in await open_callbacks(department_id)
        if each.missed_at <= at
    ]


@open_work("attendance")
async def undecided(department_id: int, at: datetime) -> list[OpenItem]:
    """Punches and corrections that no lead has answered."""
    return [
        OpenItem(
            f"{each.part}:{each.id}",
            f"handover-open-{each.part}",
            {"name": each.name, "at": each.at.isoformat()},
            "/attendance",
        )
        for each in await to_decide(department_id)
        if each.asked_at <= at
    ]


@open_work("hotline")
async def hotline(department_id: int, at: datetime) -> list[OpenItem]:
    """Who has it now, for everybody to know; nights that nobody has, for somebody to mend."""
    now = await hotline_now(department_id, at)
    if now is None:
        return []
    who = now.who(now.segment)
    found = [
        OpenItem(
            "now",
            "handover-open-hotline-now" if who else "handover-open-hotline-office",
            {"name": who, "until": now.until.isoformat()},
            "/hotline",
            to_do=False,
        )
    ]
    return found + await _holes(department_id, now.plan, at)


@open_work("messages")
async def unanswered_messages(department_id: int, at: datetime) -> list[OpenItem]:
    """What nobody has acknowledged, once for each matter."""
    return [
        OpenItem(f"message:{each.kind}:{each.subject}", each.sentence, each.args, each.url or "/messages")
        for each in await unanswered(department_id, at)
        if each.kind not in _OF_OTHERS
    ]


_OF_OTHERS = ("hotline.hole", "hotline.missed-call", "hotline.callback-overdue", "order.case-due")
"""Kinds of messages about what stands in the log by itself."""


async def _holes(department_id: int, plan: Plan, at: datetime) -> list[OpenItem]:
    rules = await rules_of(department_id)
    hours = hours_of(rules, await department_zone(department_id))
    ahead = Interval(at, at + timedelta(hours=rules.hotline.announce_hours))
    return [
        OpenItem(
            f"hole:{hole.day.isoformat()}:{hole.span.start.isoformat()}",
            "handover-open-hole",
            {"start": hole.span.start.isoformat(), "end": hole.span.end.isoformat()},
            "/hotline",
            hole.span.start,
        )
        for hole in holes(plan, hours, ahead)
    ]
