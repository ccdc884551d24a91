"""Messages as they are read: my own, and what a department has told to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.notifications.wires import Said
from backend.rules.messages import KINDS, kind_of

PAGE = 30
RECENT = 200
ALIVE = ("open", "told", "exhausted")
"""What may still be answered; the others are answered or over."""

TO_ANSWER = [kind.name for kind in KINDS.values() if kind.acknowledge]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of mine. `others` were told of the same matter; `answered_by` has answered it."""

    said: Said
    told_at: datetime
    state: str
    seen_at: datetime | None
    acknowledged_at: datetime | None
    others: tuple[str, ...]
    answered_by: str | None

    @property
    def id(self) -> int:
        return self.said.id

    @property
    def waits(self) -> bool:
        """Whether an acknowledgement of mine is still wanted."""
        return kind_of(self.said.kind).acknowledge and self.state in ALIVE

    @property
    def urgency(self) -> str:
        return kind_of(self.said.kind).urgency


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


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a message's history."""

    what: str
    at: datetime
    who: str | None
    detail: str


async def waiting_letters(person_id: int, department_id: int, at: datetime) -> list[Letter]:
    """What waits for this person: unanswered first, emergencies before others, then what they have not seen."""
    rows = await db.fetch(_WAITING, person_id, department_id, at, TO_ANSWER)
    letters = [_letter(row) for row in rows]
    return sorted(letters, key=lambda each: (not each.waits, each.urgency != "emergency"))


async def inbox(person_id: int, department_id: int, at: datetime, before: int | None = None) -> list[Letter]:
    """A page of this person's messages, the newest first; `before` is the id to go on from."""
    rows = await db.fetch(_INBOX, person_id, department_id, before, PAGE)
    return [_letter(row) for row in rows]


def letter_of_today(row: Any) -> Letter:
    """A row of `OF_TODAY`."""
    said = Said(row["id"], row["kind"], row["place"], row["details"], row["standing"], row["at"])
    return Letter(said, row["at"], row["source"], row["at"] if row["accepted"] else None, None, (), None)


async def letter(person_id: int, department_id: int, message_id: int) -> Letter | None:
    """One message of this person."""
    row = await db.fetchrow(_ONE_LETTER, person_id, department_id, message_id)
    return _letter(row) if row else None


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


async def colleagues(department_id: int) -> dict[int, str]:
    """Who works here, by name: whom a chain may name."""
    return {row["id"]: row["name"] for row in await db.fetch(_COLLEAGUES, department_id)}


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
            _said(row), row["person_id"], row["name"], row["told_at"], row["state"], row["due_at"], row["seen_at"],
            row["acknowledged_at"], tuple(found[row["id"]]),
        )
        for row in rows
    ]  # fmt: skip


def _letter(row: Any) -> Letter:
    return Letter(
        _said(row), row["told_at"], row["state"], row["seen_at"], row["acknowledged_at"],
        tuple(row["others"] or ()), row["answered_by"],
    )  # fmt: skip


def _said(row: Any) -> Said:
    return Said(row["id"], row["kind"], row["subject"], row["args"], row["url"], row["until"])


_SAME = """
FROM message AS other JOIN person ON person.id = other.person_id
WHERE other.department_id = mine.department_id AND other.kind = mine.kind AND other.subject = mine.subject
"""
_LETTER = f"""
SELECT mine.id, mine.kind, mine.subject, mine.args, mine.url, mine.until, mine.told_at, mine.state, mine.seen_at,
    mine.acknowledged_at, (
        SELECT array_agg(person.name ORDER BY other.id) {_SAME} AND other.id <> mine.id
    ) AS others, (
        SELECT person.name {_SAME} AND other.id <> mine.id AND other.state = 'acknowledged' LIMIT 1
    ) AS answered_by
"""
# The newest of a person are looked at, however many there have been over the years.
_WAITING = f"""
{_LETTER}
FROM (
    SELECT * FROM message WHERE person_id = $1 AND department_id = $2 ORDER BY id DESC LIMIT {RECENT}
) AS mine
WHERE mine.state IN ('open', 'told', 'exhausted') AND mine.until > $3
  AND (mine.seen_at IS NULL OR mine.kind = ANY($4::text[]))
ORDER BY mine.kind = ANY($4::text[]) DESC, mine.id DESC LIMIT 20
"""
_INBOX = f"""
{_LETTER}
FROM message AS mine
WHERE mine.person_id = $1 AND mine.department_id = $2 AND ($3::bigint IS NULL OR mine.id < $3)
ORDER BY mine.id DESC LIMIT $4
"""
_ONE_LETTER = (
    f"{_LETTER} FROM message AS mine WHERE mine.person_id = $1 AND mine.department_id = $2 AND mine.id = $3"
)
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
_COLLEAGUES = "SELECT id, name FROM person WHERE department_id = $1 AND left_at IS NULL ORDER BY name, id"
OF_TODAY = """
SELECT 'message' AS part, message.id, NULL::date AS day, NULL::tstzmultirange AS segments, 0 AS number, message.kind,
    message.told_at AS at, NULL::bigint AS shift_id, message.url AS standing, message.subject AS place,
    message.state AS source, message.args AS details, message.seen_at IS NOT NULL AS accepted
FROM (
    SELECT * FROM message WHERE person_id = $1 AND department_id = $2 ORDER BY id DESC LIMIT 200
) AS message
WHERE message.state IN ('open', 'told', 'exhausted') AND message.until > $5 AND message.kind = ANY($6::text[])
"""
"""What waits for an answer as one part of what Today asks: $1 person, $2 department, $5 now, $6 `TO_ANSWER`."""

_COUNTS = "SELECT state, count(*) FROM message WHERE department_id = $1 AND told_at >= $2 GROUP BY state"
