"""A department's own ladder and chain for each kind of message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.people.viewer import Actor
from backend.rules.messages import (
    KINDS,
    Climb,
    Fault,
    Kind,
    Step,
    chain_of,
    ladder_of,
    read_chain,
    read_ladder,
)


@dataclass(frozen=True, slots=True)
class RuleCard:
    """How one kind climbs here; `own` where the department has changed it."""

    kind: Kind
    ladder: tuple[Step, ...]
    chain: tuple[Climb, ...]
    own: bool


async def rules_in_force(department_id: int) -> list[RuleCard]:
    """Every kind with its ladder and chain, in the order of the kinds."""
    rows = {row["kind"]: row for row in await db.fetch(_OF_DEPARTMENT, department_id)}
    return [
        RuleCard(kind, read_ladder(rows[name]["ladder"]), read_chain(rows[name]["chain"]), True)
        if name in rows
        else RuleCard(kind, kind.ladder, kind.chain, False)
        for name, kind in KINDS.items()
    ]


async def rule_in_force(department_id: int, kind: str) -> RuleCard:
    """One of them. 404 for a kind that does not exist."""
    if kind not in KINDS:
        raise not_found()
    return next(card for card in await rules_in_force(department_id) if card.kind.name == kind)


async def set_rule(
    by: Actor, kind: str, steps: Iterable[tuple[str, int]], climbs: Iterable[tuple[str, int]], at: datetime
) -> None:
    """From now on messages of this kind climb like this; those that are under way keep what they began with.

    Times are in seconds. 404 for an unknown kind, 422 for a ladder or a chain that cannot be.
    """
    if kind not in KINDS:
        raise not_found()
    try:
        ladder, chain = ladder_of(steps), chain_of(climbs)
    except Fault as fault:
        raise Refusal(fault.message, 422, field="ladder", **fault.values) from None
    if KINDS[kind].audience == "robot" and {step.channel for step in ladder} != {"robot"}:
        raise Refusal("messages-fault-group-only", 422, field="ladder")
    async with db.transaction():
        await _check_people(by, chain)
        written = (
            [[step.channel, step.after] for step in ladder],
            [[climb.who, climb.after] for climb in chain],
        )
        await db.execute(_SET, by.department_id, kind, *written, by.person_id, at)
        await note(
            "message_rule.set", f"message_rule:{kind}", department_id=by.department_id, actor_id=by.person_id,
            ladder=written[0], chain=written[1],
        )  # fmt: skip


async def reset_rule(by: Actor, kind: str, at: datetime) -> None:
    """Back to what every department starts with. 404 for an unknown kind."""
    if kind not in KINDS:
        raise not_found()
    async with db.transaction():
        if await db.fetchval(_RESET, by.department_id, kind) is not None:
            await note(
                "message_rule.reset",
                f"message_rule:{kind}",
                department_id=by.department_id,
                actor_id=by.person_id,
            )


async def _check_people(by: Actor, chain: tuple[Climb, ...]) -> None:
    """Whoever is named works here."""
    named = {int(climb.who.partition(":")[2]) for climb in chain if climb.who.startswith("person:")}
    known = {row["id"] for row in await db.fetch(_PEOPLE, by.department_id, list(named))} if named else set()
    if named - known:
        raise not_found()


_OF_DEPARTMENT = "SELECT kind, ladder, chain FROM message_rule WHERE department_id = $1"
_PEOPLE = "SELECT id FROM person WHERE department_id = $1 AND id = ANY($2::bigint[]) AND left_at IS NULL"
_SET = """
INSERT INTO message_rule (department_id, kind, ladder, chain, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (department_id, kind) DO UPDATE
SET ladder = excluded.ladder, chain = excluded.chain, changed_by = excluded.changed_by, changed_at = excluded.changed_at
"""
_RESET = "DELETE FROM message_rule WHERE department_id = $1 AND kind = $2 RETURNING id"
