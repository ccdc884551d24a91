"""Orders that nobody has taken go to whoever is there and holds the fewest; those of who has gone come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from backend.company.queries import rules_of
from backend.infra import db
from backend.orders.following import NEEDS_SOMEBODY
from backend.orders.holding import WORK, put_into_hands, return_orders_of
from backend.people.presence import heard_since, listened_throughout
from backend.rota.duty import OnDuty, who_is_on_shift
from backend.rules.orders import Agent, least_loaded
from backend.rules.presets import Preset

BATCH = 200
LOCK = 0x6F726472
"""Any number, the same in every process: two workers never share out the same department's orders side by side."""


async def hand_on(department_id: int, at: datetime) -> int:
    """Hands what has waited long enough to whoever holds the fewest; nobody is given more than `most_held`. Where
    nobody is there, or all have their hands full, it goes on waiting."""
    most = (await rules_of(department_id)).orders.most_held
    async with db.transaction():
        if not await db.fetchval("SELECT pg_try_advisory_xact_lock($1, $2)", LOCK, department_id):
            return 0
        agents = await agents_of(department_id, at)
        room = sum(max(0, most - agent.held) for agent in agents.values())
        waiting = await db.fetch(_WAITING, department_id, at, min(room, BATCH)) if room else []
        return sum([await _hand(work, agents, most, at) for work in waiting])


async def return_from_the_gone(department_id: int, at: datetime) -> int:
    """Takes back what is held by people who have clocked out, are on a break, may not work on orders any more, or whose
    phones have gone silent."""
    holding = await db.fetch(_HOLDING, department_id)
    if not holding:
        return 0
    present = {each.person_id: each for each in (await who_is_on_shift(department_id, at)).present}
    rules = await rules_of(department_id)
    heard = await _not_silent(department_id, holding, at - timedelta(seconds=rules.orders.silent_seconds), at)
    returned = 0
    for row in holding:
        if why := _why_gone(row, present.get(row["person_id"]), heard, rules):
            returned += await return_orders_of(department_id, row["person_id"], at, why)
    return returned


async def agents_of(department_id: int, at: datetime) -> dict[int, Agent]:
    """Who may be given orders now: on shift, present, not on a break, allowed to, and heard lately."""
    rules = await rules_of(department_id)
    present = [
        each.person_id for each in (await who_is_on_shift(department_id, at)).present if not each.on_break
    ]
    since = at - timedelta(seconds=rules.orders.silent_seconds)
    heard = await heard_since(department_id, present, since)
    rows = await db.fetch(_AGENTS, department_id, list(heard), at)
    return {
        row["id"]: Agent(row["id"], row["held"], row["last_given"])
        for row in rows
        if "orders.work" in rules.permissions_of(row["role"], row["level"])
    }


async def present_agents(department_id: int, at: datetime) -> list[tuple[int, str]]:
    """Who works on orders and is there now, by id and name."""
    rules = await rules_of(department_id)
    there = {
        each.person_id: each.name
        for each in (await who_is_on_shift(department_id, at)).present
        if not each.on_break
    }
    rows = await db.fetch(_AGENTS, department_id, list(there), at)
    return [
        (row["id"], there[row["id"]])
        for row in rows
        if "orders.work" in rules.permissions_of(row["role"], row["level"])
    ]


async def _hand(work: Any, agents: dict[int, Agent], most: int, at: datetime) -> int:
    """To whoever gave it back only where nobody else can take it."""
    others = [each for each in agents.values() if each.person_id != work["given_back_by"]]
    agent = least_loaded(others, most) or least_loaded(agents.values(), most)
    if agent is None or not await put_into_hands(work, agent.person_id, at, None):
        return 0
    agents[agent.person_id] = replace(agent, held=agent.held + 1, last_given=at)
    return 1


def _why_gone(row: Any, duty: OnDuty | None, heard: frozenset[int], rules: Preset) -> str:
    """Empty for who is there and may go on."""
    if duty is None:
        return "clocked-out"
    if duty.on_break:
        return "break"
    if not row["company_admin"] and "orders.work" not in rules.permissions_of(row["role"], row["level"]):
        return "no-right"
    return "" if row["person_id"] in heard else "silent"


async def _not_silent(
    department_id: int, holding: list[Any], since: datetime, at: datetime
) -> frozenset[int]:
    """Taking an order is a sign of life, too; while nobody listened, nobody was silent."""
    everybody = [row["person_id"] for row in holding]
    if not await listened_throughout(since, at):
        return frozenset(everybody)
    lately = {row["person_id"] for row in holding if row["last"] > since}
    return await heard_since(department_id, everybody, since) | lately


_WAITING = f"""
SELECT {WORK}, (
    SELECT CASE WHEN kind = 'returned' AND details->>'why' = 'given-back' THEN (details->>'person')::bigint END
    FROM order_event WHERE order_event.order_id = order_work.order_id
    AND kind IN ('claimed', 'handed', 'returned') ORDER BY id DESC LIMIT 1
) AS given_back_by
FROM order_work
WHERE department_id = $1 AND hand_on_at <= $2 AND {NEEDS_SOMEBODY}
  AND NOT EXISTS (SELECT FROM order_hold WHERE order_hold.order_id = order_work.order_id)
ORDER BY due_at LIMIT $3 FOR NO KEY UPDATE OF order_work SKIP LOCKED
"""
_HOLDING = """
SELECT person.id AS person_id, person.role, person.level, person.company_admin, max(order_hold.since) AS last
FROM order_hold JOIN person ON person.id = order_hold.person_id
WHERE order_hold.department_id = $1 GROUP BY person.id ORDER BY person.id
"""
_AGENTS = """
SELECT person.id, person.role, person.level, count(order_work.id) AS held, max(order_hold.since) AS last_given
FROM person
LEFT JOIN order_hold ON order_hold.department_id = $1 AND order_hold.person_id = person.id
LEFT JOIN order_work ON order_work.order_id = order_hold.order_id
    AND (order_work.state <> 'problem' OR order_work.reached_at IS NULL)
    AND (order_work.call_at IS NULL OR order_work.call_at <= $3)
WHERE person.id = ANY($2::bigint[]) AND person.department_id = $1 AND person.left_at IS NULL
GROUP BY person.id
"""
