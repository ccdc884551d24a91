"""What a department has told to whom, and how each step of it stands: read for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.notifications.queries import PAGE, said_in
from backend.notifications.wires import Said
from backend.rules.messages import kind_of


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery as the desk shows it: each moment, where it is known."""

    channel: str
    state: str
    attempts: int
    planned_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    seen_at: datetime | None
    bundled: bool
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class SentLine:
    """A message as the desk lists it, with its deliveries."""

    said: Said
    person_id: int | None
    name: str | None
    told_at: datetime
    state: str
    due_at: datetime | None
    seen_at: datetime | None
    acknowledged_at: datetime | None
    attempts: tuple[Attempt, ...]

    @property
    def id(self) -> int:
        return self.said.id

    @property
    def needs_answer(self) -> bool:
        return kind_of(self.said.kind).acknowledge


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a message's history."""

    what: str
    at: datetime
    who: str | None
    detail: str


async def sent(
    department_id: int,
    *,
    kind: str | None = None,
    state: str | None = None,
    person_id: int | None = None,
    before: int | None = None,
) -> list[SentLine]:
    """What a department has told, the newest first, one page."""
    rows = await db.fetch(_SENT, department_id, kind, state, person_id, before, PAGE)
    return await _with_attempts(rows)


async def sent_message(department_id: int, message_id: int) -> tuple[SentLine, list[Fact]] | None:
    """One message of the department with its whole history; None where there is none."""
    rows = await db.fetch(_SENT_ONE, department_id, message_id)
    if not rows:
        return None
    facts = await db.fetch(_FACTS, department_id, message_id)
    return (await _with_attempts(rows))[0], [Fact(**row) for row in facts]


async def counts(department_id: int, since: datetime) -> dict[str, int]:
    """How many messages since `since` stand how, for the desk."""
    return {row["state"]: row["count"] for row in await db.fetch(_COUNTS, department_id, since)}


async def _with_attempts(rows: list[Any]) -> list[SentLine]:
    found: dict[int, list[Attempt]] = {row["id"]: [] for row in rows}
    for row in await db.fetch(_ATTEMPTS, list(found)):
        found[row["message_id"]].append(
            Attempt(
                row["channel"], row["state"], row["attempts"], row["planned_at"], row["sent_at"], row["delivered_at"],
                row["seen_at"], row["carried_by"] is not None, row["reason"], row["place"] or "",
            )
        )  # fmt: skip
    return [
        SentLine(
            said_in(row), row["person_id"], row["name"], row["told_at"], row["state"], row["due_at"], row["seen_at"],
            row["acknowledged_at"], tuple(found[row["id"]]),
        )
        for row in rows
    ]  # fmt: skip


_SENT_COLUMNS = """
SELECT message.id, message.person_id, person.name, message.kind, message.subject, message.args, message.url,
    message.until, message.told_at, message.state, message.due_at, message.seen_at, message.acknowledged_at
FROM message LEFT JOIN person ON person.id = message.person_id
"""
_SENT = f"""
{_SENT_COLUMNS}
WHERE message.department_id = $1 AND ($2::text IS NULL OR message.kind = $2)
  AND ($3::text IS NULL OR message.state = $3) AND ($4::bigint IS NULL OR message.person_id = $4)
  AND ($5::bigint IS NULL OR message.id < $5)
ORDER BY message.id DESC LIMIT $6
"""
_SENT_ONE = f"{_SENT_COLUMNS} WHERE message.department_id = $1 AND message.id = $2"
_ATTEMPTS = """
SELECT delivery.message_id, delivery.channel, delivery.state, delivery.attempts, delivery.planned_at, delivery.sent_at,
    delivery.delivered_at, delivery.seen_at, delivery.carried_by, delivery.reason,
    CASE delivery.channel WHEN 'robot' THEN message_robot.name WHEN 'push' THEN device.name END AS place
FROM delivery
LEFT JOIN message_robot ON delivery.channel = 'robot' AND message_robot.id = delivery.target_id
LEFT JOIN push_subscription ON delivery.channel = 'push' AND push_subscription.id = delivery.target_id
LEFT JOIN device ON device.id = push_subscription.device_id
WHERE delivery.message_id = ANY($1::bigint[]) ORDER BY delivery.id
"""
_FACTS = """
SELECT message_event.what, message_event.at, person.name AS who, message_event.detail
FROM message_event LEFT JOIN person ON person.id = message_event.person_id
WHERE message_event.department_id = $1 AND message_event.message_id = $2 ORDER BY message_event.id
"""
_COUNTS = "SELECT state, count(*) FROM message WHERE department_id = $1 AND told_at >= $2 GROUP BY state"
