"""A step is claimed before it is taken: a delivery for every place that it reaches, written together with the look.

Guarantees:
- `once` is unique in the database: a step reaches a place once, and a group hears of one matter once, whomever of
  several it concerns and however many workers look at the same moment;
- ordinary news for one phone is carried by one push.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.notifications.targets import Targets, targets_of
from backend.notifications.wires import Said, Wire
from backend.rules.messages import Step, kind_of


async def claim(taken: list[tuple[Any, tuple[Step, ...]]], at: datetime) -> list[Wire]:
    """Writes a delivery for every place that a step reaches; a step that reaches none is written down as skipped."""
    if not taken:
        return []
    channels = {step.channel for _, steps in taken for step in steps}
    targets = await targets_of([row for row, _ in taken], channels, at)
    plans, skipped = _plans(taken, targets)
    await _skip(skipped, at)
    if not plans:
        return []
    ids = [row["id"] for row in await db.fetch(_NUMBERS, len(plans))]
    heads = _heads(plans, ids)
    fresh = {row["id"] for row in await db.fetch(_CLAIM, *_columns(plans, ids, heads), at)}
    return _wires(plans, ids, heads, fresh)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A step to one place."""

    row: Any
    step: Step
    target_id: int | None

    @property
    def once(self) -> str:
        """A group hears of one matter once, whoever of several it concerns; a person's place once for each step."""
        row = self.row
        if self.step.channel == "robot":
            return f"{row['kind']}|{row['subject']}|robot:{self.target_id}"
        return f"{row['id']}|{self.step.channel}:{self.target_id or ''}"

    @property
    def bundle(self) -> tuple[int, int | None] | None:
        """What goes out together: ordinary news for one phone."""
        if self.step.channel != "push" or not kind_of(self.row["kind"]).bundles:
            return None
        return self.row["person_id"], self.target_id


def _plans(
    taken: Iterable[tuple[Any, tuple[Step, ...]]], targets: Targets
) -> tuple[list[_Plan], list[tuple[Any, str]]]:
    plans: list[_Plan] = []
    skipped: list[tuple[Any, str]] = []
    for row, steps in taken:
        for step in steps:
            places, why = targets.places(row, step.channel)
            plans += [_Plan(row, step, place) for place in places]
            if why:
                skipped.append((row, f"{step.channel}:{why}"))
    return plans, skipped


def _heads(plans: list[_Plan], ids: list[int]) -> list[int | None]:
    """For each plan the delivery that carries it; None for one that goes out itself."""
    first: dict[tuple[int, int | None], int] = {}
    heads: list[int | None] = []
    for plan, delivery_id in zip(plans, ids, strict=True):
        head = first.setdefault(plan.bundle, delivery_id) if plan.bundle else delivery_id
        heads.append(None if head == delivery_id else head)
    return heads


def _columns(plans: list[_Plan], ids: list[int], heads: list[int | None]) -> tuple[list[Any], ...]:
    return (
        ids,
        [plan.row["department_id"] for plan in plans],
        [plan.row["id"] for plan in plans],
        [plan.once for plan in plans],
        [plan.row["taken"] for plan in plans],
        [plan.step.channel for plan in plans],
        [plan.target_id for plan in plans],
        heads,
    )


def _wires(plans: list[_Plan], ids: list[int], heads: list[int | None], fresh: set[int]) -> list[Wire]:
    carried: dict[int, list[Said]] = {}
    for plan, delivery_id, head in zip(plans, ids, heads, strict=True):
        if head is not None and delivery_id in fresh:
            carried.setdefault(head, []).append(said_of(plan.row))
    return [
        Wire(
            delivery_id, plan.row["department_id"], plan.step.channel, plan.target_id, 1, plan.row["person_id"],
            plan.row["name"] or "", plan.row["lang"], plan.row["zone"], said_of(plan.row),
            tuple(carried.get(delivery_id, ())),
        )
        for plan, delivery_id, head in zip(plans, ids, heads, strict=True)
        if head is None and delivery_id in fresh
    ]  # fmt: skip


def said_of(row: Any) -> Said:
    """The part of a row that its sentences need."""
    return Said(row["id"], row["kind"], row["subject"], row["args"], row["url"], row["until"])


async def _skip(skipped: list[tuple[Any, str]], at: datetime) -> None:
    if skipped:
        await db.execute(
            _FACTS,
            [row["department_id"] for row, _ in skipped],
            [row["id"] for row, _ in skipped],
            ["skipped"] * len(skipped),
            at,
            [why for _, why in skipped],
        )


_NUMBERS = "SELECT nextval('delivery_id_seq') AS id FROM generate_series(1, $1::int) ORDER BY 1"
_CLAIM = """
INSERT INTO delivery (id, department_id, message_id, once, step, channel, target_id, carried_by, state, attempts,
    planned_at, claimed_at)
SELECT id, department_id, message_id, once, step, channel, target_id, carried_by, 'sending', 1, $9, $9
FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::int[], $6::text[], $7::bigint[], $8::bigint[])
    AS plan (id, department_id, message_id, once, step, channel, target_id, carried_by)
ON CONFLICT DO NOTHING RETURNING id
"""
_FACTS = """
INSERT INTO message_event (department_id, message_id, what, at, detail)
SELECT department_id, message_id, what, $4, detail
FROM unnest($1::bigint[], $2::bigint[], $3::text[], $5::text[]) AS fact (department_id, message_id, what, detail)
"""
