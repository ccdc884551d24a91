"""Codes that go out as messages: each is taken once, so that nobody gets two, and what came of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.people.numbers_codes import code_of

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class CodeToSend:
    """A code on its way to a mobile; `lang` is its reader's, None where they chose none."""

    check_id: int
    department_id: int
    person_id: int
    mobile: str
    code: str
    lang: str | None


async def take_codes(at: datetime) -> list[CodeToSend]:
    """The codes that nobody has sent yet. Whoever takes them sends them: a sender that dies meanwhile leaves a code
    unsent, and its reader asks for a new one, which is better than two texts with two codes."""
    rows = await db.fetch(_TAKE, at, MOST_AT_ONCE)
    return [
        CodeToSend(
            row["id"],
            row["department_id"],
            row["person_id"],
            row["mobile"],
            code_of(row["seed"]),
            row["lang"],
        )
        for row in rows
    ]


async def code_sent(code: CodeToSend, trouble: str) -> None:
    """`trouble` is empty where the provider took it, else its reason in short, without secrets."""
    async with db.transaction():
        await db.execute(_SENT, code.department_id, code.check_id, trouble[:200])
        await note(
            "number.code_sent", f"person:{code.person_id}", department_id=code.department_id, actor_id=None,
            trouble=trouble[:200],
        )  # fmt: skip
        await outbox.record("number.code_sent", code.department_id, person_id=code.person_id)


_TAKE = """
UPDATE number_check SET sent_at = $1 FROM person
WHERE person.id = number_check.person_id AND number_check.id IN (
    SELECT id FROM number_check WHERE way = 'message' AND sent_at IS NULL AND ended_at IS NULL AND expires_at > $1
    ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
)
RETURNING number_check.id, number_check.department_id, number_check.person_id, number_check.mobile, number_check.seed,
    person.lang
"""
_SENT = "UPDATE number_check SET trouble = $3 WHERE department_id = $1 AND id = $2"
