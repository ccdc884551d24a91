"""Somebody takes the hotline, gives it back, or is assigned to it: what stands above the rota."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from backend.audit.actions import note
from backend.hotline.access import its_line, may_manage, may_take, reachable
from backend.hotline.people import names_of
from backend.hotline.queries import current_plan
from backend.hotline.replanning import follow
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.notifications.actions import tell
from backend.people.hiring import person_here
from backend.people.viewer import Actor
from backend.rules.clock import Interval
from backend.rules.hotline import ASSIGNED, CONFIRMED, PERSON, TAKEN

LONGEST_TAKEN = timedelta(days=2)
FARTHEST_ASSIGNED = timedelta(days=62)
URL = "/hotline"


async def take(by: Actor, until: datetime, at: datetime) -> int:
    """ "I take it until …", at once and in office hours, too; returns the override's id.

    Needs a verified number of one's own (409 `hotline-own-number-needed`). Taking it again moves the end. Whoever has
    it otherwise is told.
    """
    may_take(by)
    assert by.person_id is not None
    line = await its_line(by)
    await reachable(by, by.person_id)
    if not at < until <= at + LONGEST_TAKEN:
        raise Refusal(
            "hotline-until-wrong", 422, field="until", hours=int(LONGEST_TAKEN.total_seconds() // 3600)
        )
    async with db.transaction():
        await _locked(by.department_id)
        for row in await db.fetch(_MINE, by.department_id, by.person_id, at, [TAKEN]):
            await db.execute(_END, row["id"], at, by.person_id)
        override_id = await _stands(by, by.person_id, TAKEN, Interval(at, until), at, by_day=True)
    await follow(line, at)
    return override_id


async def give_back(by: Actor, at: datetime) -> None:
    """What one has taken, or confirmed in another's place, is the rota's again at once; 409 where there is nothing."""
    may_take(by)
    assert by.person_id is not None
    async with db.transaction():
        await _locked(by.department_id)
        rows = await db.fetch(_MINE, by.department_id, by.person_id, at, [TAKEN, CONFIRMED])
        if not rows:
            raise Refusal("hotline-nothing-to-give-back", 409)
        for row in rows:
            await _ended(by, row, at, "hotline.given_back")
    await follow(await its_line(by), at)


async def assign(
    by: Actor, person_id: int, starts_at: datetime, ends_at: datetime, at: datetime, *, by_day: bool = False,
    remark: str = "",
) -> int:  # fmt: skip
    """A manager's word: this person has the nights of a span (`by_day`: its office hours, too). Returns its id; said
    again, as by a second tap, it stands once."""
    may_manage(by)
    line = await its_line(by)
    starts_at = max(starts_at, at)
    if ends_at <= starts_at:
        raise Refusal("hotline-span-wrong", 422, field="ends_at")
    if ends_at > at + FARTHEST_ASSIGNED:
        raise Refusal("hotline-span-far", 422, field="ends_at", days=FARTHEST_ASSIGNED.days)
    async with db.transaction():
        await person_here(by, person_id)
        await reachable(by, person_id)
        await _locked(by.department_id)
        said = await db.fetchval(_SAID_LAST, by.department_id, person_id, starts_at, ends_at, by_day)
        if said is not None:
            return said
        override_id = await _stands(
            by, person_id, ASSIGNED, Interval(starts_at, ends_at), at, by_day=by_day, remark=remark.strip()[:200]
        )  # fmt: skip
    await follow(line, at)
    return override_id


async def end_override(by: Actor, override_id: int, at: datetime) -> None:
    """A manager takes a takeover or an assignment away: from now on it does not hold."""
    may_manage(by)
    async with db.transaction():
        await _locked(by.department_id)
        row = await db.fetchrow(_ONE, override_id, by.department_id)
        if row is None:
            raise not_found()
        if row["ended_at"] is not None or row["ends_at"] <= at:
            raise Refusal("hotline-override-over", 409)
        await _ended(by, row, at, "hotline.override_ended")
    await follow(await its_line(by), at)


async def confirm_instead(department_id: int, person_id: int, span: Interval, at: datetime) -> int:
    """Who has confirmed a night instead of the one planned has it (R-HOT-4); in the open transaction of the watch."""
    override_id = await db.fetchval(
        _INSERT, department_id, person_id, CONFIRMED, span.start, span.end, False, "", person_id, at
    )
    await outbox.record("hotline.overridden", department_id, override_id=override_id)
    return override_id


async def _stands(
    by: Actor, person_id: int, kind: str, span: Interval, at: datetime, *, by_day: bool, remark: str = ""
) -> int:
    override_id = await db.fetchval(
        _INSERT, by.department_id, person_id, kind, span.start, span.end, by_day, remark, by.person_id, at
    )
    await note(
        f"hotline.{kind}", f"override:{override_id}", department_id=by.department_id, actor_id=by.person_id,
        person_id=person_id, starts_at=span.start.isoformat(), ends_at=span.end.isoformat(), by_day=by_day, note=remark,
    )  # fmt: skip
    await _tell(by, override_id, person_id, span, at)
    await outbox.record("hotline.overridden", by.department_id, override_id=override_id)
    return override_id


async def _tell(by: Actor, override_id: int, person_id: int, span: Interval, at: datetime) -> None:
    """Whose duty is taken off them hears so; who was assigned by somebody else does, too."""
    plan = await current_plan(by.department_id)
    replaced = {
        each.target.person_id
        for each in plan.segments
        if each.target.kind == PERSON and each.span.overlaps(span) and each.target.person_id != person_id
    }
    subject, names = f"override:{override_id}", await names_of(by.department_id, [person_id])
    told = [each for each in replaced if each is not None and each != by.person_id]
    await tell(
        "hotline.taken", by.department_id, subject, at, person_ids=told, url=URL, until=span.end,
        name=names.get(person_id, ""), end=span.end.isoformat(),
    )  # fmt: skip
    if person_id != by.person_id:
        await tell(
            "hotline.assigned", by.department_id, subject, at, person_ids=[person_id], url=URL, until=span.end,
            start=span.start.isoformat(), end=span.end.isoformat(),
        )  # fmt: skip


async def _ended(by: Actor, row: Any, at: datetime, verb: str) -> None:
    await db.execute(_END, row["id"], at, by.person_id)
    await note(
        verb, f"override:{row['id']}", department_id=by.department_id, actor_id=by.person_id, kind=row["kind"],
        person_id=row["person_id"],
    )  # fmt: skip
    await outbox.record("hotline.overridden", by.department_id, override_id=row["id"])


async def _locked(department_id: int) -> None:
    """One after the other: two who take it at the same moment come in an order, and the later one has it."""
    await db.execute("SELECT 1 FROM hotline_line WHERE department_id = $1 FOR UPDATE", department_id)


_INSERT = """
INSERT INTO hotline_override (department_id, person_id, kind, starts_at, ends_at, by_day, note, made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
"""
_MINE = """
SELECT id, person_id, kind FROM hotline_override
WHERE department_id = $1 AND person_id = $2 AND kind = ANY($4::text[]) AND ended_at IS NULL AND ends_at > $3
"""
_SAID_LAST = """
SELECT id FROM (
    SELECT id, person_id, kind, starts_at, ends_at, by_day FROM hotline_override
    WHERE department_id = $1 AND ended_at IS NULL AND starts_at < $4 AND ends_at > $3 ORDER BY id DESC LIMIT 1
) AS last WHERE person_id = $2 AND kind = 'assigned' AND starts_at <= $3 AND ends_at = $4 AND by_day = $5
"""
_ONE = """
SELECT id, person_id, kind, ends_at, ended_at FROM hotline_override WHERE id = $1 AND department_id = $2 FOR UPDATE
"""
_END = "UPDATE hotline_override SET ended_at = $2, ended_by = $3 WHERE id = $1"
