"""Messages as their own people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.notifications.wires import Said
from backend.rules.messages import KINDS, URGENCIES, kind_of

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

    @property
    def rank(self) -> int:
        """0 for an emergency, more for what can wait longer: what stands before what."""
        return len(URGENCIES) - 1 - URGENCIES.index(self.urgency)


async def waiting_letters(person_id: int, department_id: int, at: datetime) -> list[Letter]:
    """What waits for this person: unanswered first, the most pressing before others, the newest before older ones."""
    rows = await db.fetch(_WAITING, person_id, department_id, at, TO_ANSWER)
    letters = [_letter(row) for row in rows]
    return sorted(letters, key=lambda each: (not each.waits, each.rank))


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


async def colleagues(department_id: int) -> dict[int, str]:
    """Who works here, by name: whom a chain may name."""
    return {row["id"]: row["name"] for row in await db.fetch(_COLLEAGUES, department_id)}


def _letter(row: Any) -> Letter:
    return Letter(
        said_in(row), row["told_at"], row["state"], row["seen_at"], row["acknowledged_at"],
        tuple(row["others"] or ()), row["answered_by"],
    )  # fmt: skip


def said_in(row: Any) -> Said:
    """The part of a row that its sentences need."""
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

_COLLEAGUES = "SELECT id, name FROM person WHERE department_id = $1 AND left_at IS NULL ORDER BY name, id"
