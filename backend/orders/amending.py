"""R-ORD-1: what the customer corrects stands beside the order, with who, when, why and what shows it.

Guarantees:
- the order itself is never touched, and each amendment is a fact of its own;
- what was checked before the amendment must be checked anew; a problem that it answers is solved by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.infra import db
from backend.infra.refusal import Refusal
from backend.orders.access import may_still
from backend.orders.events import add_event
from backend.orders.pictures import keep, usable
from backend.orders.problems import close_problem, open_problems_of
from backend.people.viewer import Actor
from backend.rules.orders.points import AMENDABLE, POINTS, answers, checked_anew, point_of

WHYS = ("call", "chat", "note", "other")
"""Where the customer said so; anything else is shown as it was typed."""

LONGEST = 500


async def amend(
    by: Actor,
    order_id: int,
    field: str,
    after: str,
    at: datetime,
    *,
    why: str,
    evidence: str,
    pictures: Sequence[bytes] = (),
    request_key: UUID | None = None,
) -> int:
    """Writes down that `field` (one of `AMENDABLE`) is to be `after`; answers the amendment's id. While the order is in
    the queue by its holder or a lead; once it is confirmed by a lead or after-sales. What shows it are words, pictures
    (files as they came), or both. 422 for what is missing, not usable or no change; 413 for too large a picture; 409
    for an order that was stopped or never paid."""
    async with db.transaction():
        await may_still(by, order_id)
        value, shows = _usable(field, after), usable(pictures)
        said = _filled("why", why), _filled("evidence", evidence, needed=not shows)
        if request_key and (done := await db.fetchval(_REPEATED, order_id, str(request_key))):
            return int(done)
        before = await now_is(by.department_id, order_id, field)
        if value == before:
            raise Refusal("order-amend-same", 422, field="after")
        amendment_id = await db.fetchval(
            _AMEND, by.department_id, order_id, field, before, value, *said, by.person_id, at
        )
        await _check_anew(by, order_id, field, value, at)
        known: dict[str, Any] = {"key": str(request_key)} if request_key else {}
        if shows:
            known["pictures"] = await keep(by.department_id, amendment_id, shows, at)
        await add_event(order_id, "amended", at, by.person_id, field=field, amendment=amendment_id, **known)
    return int(amendment_id)


async def now_is(department_id: int, order_id: int, field: str) -> str:
    """What holds for a field now: the last amendment, else the order as it came. Goods as lines of text."""
    return str(await db.fetchval(_NOW_IS, department_id, order_id, field) or "")


async def drop_stale(department_id: int, order_id: int) -> None:
    """Ticks of what was amended afterwards, for instance by the platform itself, no longer hold."""
    await db.execute(_DROP_STALE, department_id, order_id, *_fields_and_points())


async def _check_anew(by: Actor, order_id: int, field: str, value: str, at: datetime) -> None:
    point = point_of(field)
    await db.execute(_UNTICK, by.department_id, order_id, list(checked_anew(field)), point)
    for problem in await open_problems_of(by.department_id, order_id):
        if problem["point"] == point:
            await close_problem(by, problem, "", at, amended=field)
    for mark in answers(field):
        if await db.fetchval(_ANSWERED, by.department_id, order_id, mark):
            await add_event(order_id, "attended", at, by.person_id, mark=mark, amended=True)


def _usable(field: str, after: str) -> str:
    if field not in AMENDABLE:
        raise Refusal("order-amend-field", 422, field="field")
    value = after.strip()[:LONGEST]
    if not value:
        raise Refusal("order-amend-empty", 422, field="after")
    if field == "phone" and not 7 <= len(re.sub(r"\D", "", value)) <= 20:
        raise Refusal("order-amend-phone", 422, field="after")
    return value


def _filled(field: str, text: str, *, needed: bool = True) -> str:
    said = text.strip()[:2000]
    if needed and not said:
        raise Refusal(f"order-amend-{field}", 422, field=field)
    return said


def _fields_and_points() -> tuple[list[str], list[str]]:
    pairs = [(field, point.code) for point in POINTS for field in point.fields + point.follows]
    return [field for field, _ in pairs], [code for _, code in pairs]


_REPEATED = """
SELECT (details->>'amendment')::bigint FROM order_event
WHERE order_id = $1 AND kind = 'amended' AND details->>'key' = $2 LIMIT 1
"""
_AMEND = """
INSERT INTO amendment (department_id, order_id, field, before, after, why, evidence, source, person_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'customer', $8, $9) RETURNING id
"""
_NOW_IS = """
SELECT coalesce(
    (SELECT after FROM amendment WHERE order_id = $2 AND field = $3 ORDER BY id DESC LIMIT 1),
    CASE $3 WHEN 'receiver' THEN receiver WHEN 'phone' THEN phone WHEN 'address' THEN address
        WHEN 'note' THEN buyer_note
        WHEN 'item' THEN (
            SELECT string_agg(concat_ws(' / ', title, nullif(spec, '')) || ' × ' || quantity, E'\\n' ORDER BY line)
            FROM order_item WHERE order_id = $2
        ) END
) FROM customer_order WHERE department_id = $1 AND id = $2
"""
_UNTICK = """
DELETE FROM order_tick WHERE department_id = $1 AND order_id = $2 AND point = ANY($3::text[]) AND (passed OR point = $4)
"""
_ANSWERED = """
UPDATE order_work SET attention = attention - $3::text
WHERE department_id = $1 AND order_id = $2 AND attention ? $3::text RETURNING id
"""
_DROP_STALE = """
DELETE FROM order_tick AS tick
USING amendment, unnest($3::text[], $4::text[]) AS about(field, point)
WHERE tick.department_id = $1 AND tick.order_id = $2 AND tick.passed AND amendment.order_id = $2
    AND amendment.field = about.field AND tick.point = about.point AND amendment.at > tick.at
"""
