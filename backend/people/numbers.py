"""Whose mobile is known to be answered by its owner: what the hotline and every call may rely on (R-HOT-2, R-HOT-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.infra import db
from backend.infra.refusal import not_found


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """A code that waits to be read back."""

    id: int
    way: str
    seed: bytes
    asked_at: datetime
    expires_at: datetime
    tries_left: int
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class NumberState:
    """One person's mobile. `state`: verified, waiting (a code is open), unverified, or missing (no mobile at all)."""

    person_id: int
    name: str
    post: dict[str, str]
    mobile: str | None
    way: str | None
    verified_at: datetime | None
    verified_by: str
    check: OpenCheck | None

    @property
    def state(self) -> str:
        if self.mobile is None:
            return "missing"
        if self.verified_at is not None:
            return "verified"
        return "waiting" if self.check else "unverified"


async def verified_numbers(department_id: int) -> dict[int, str]:
    """The verified mobile of everybody who works here, by person id; who is missing has none to be relied on."""
    rows = await db.fetch(_VERIFIED, department_id)
    return {row["person_id"]: row["mobile"] for row in rows}


async def number_of(department_id: int, person_id: int, at: datetime) -> NumberState:
    """How one person's mobile stands at `at`; of another department: not found."""
    row = await db.fetchrow(_ONE, at, MOST_TRIES, department_id, person_id)
    if row is None:
        raise not_found()
    return _state(row)


async def my_number(person_id: int, at: datetime) -> NumberState | None:
    """One's own mobile, wherever one looks around at the moment; None for who works in no department."""
    row = await db.fetchrow(_MINE, at, MOST_TRIES, person_id)
    return _state(row) if row else None


async def numbers(department_id: int, at: datetime) -> tuple[NumberState, ...]:
    """Everybody who works here: first those who wait to be rung, then who is not verified, the verified last."""
    rows = await db.fetch(_ALL, at, MOST_TRIES, department_id)
    states = [_state(row) for row in rows]
    return tuple(sorted(states, key=lambda each: _FIRST.index(each.state)))


MOST_TRIES = 5

_FIRST = ("waiting", "unverified", "missing", "verified")
# The number itself is compared as well: were a change ever to slip by the trigger, the old proof would not count.
_PROOF = """
verified_number.department_id = person.department_id AND verified_number.person_id = person.id
    AND verified_number.mobile = person.mobile AND verified_number.ended_at IS NULL
"""
_VERIFIED = f"""
SELECT person.id AS person_id, person.mobile FROM person JOIN verified_number ON {_PROOF}
WHERE verified_number.department_id = $1 AND person.left_at IS NULL
"""
_STATE = f"""
SELECT person.id AS person_id, person.name, person.mobile, coalesce(post.names, '{{}}') AS post,
    verified_number.way, verified_number.verified_at, coalesce(verifier.name, '') AS verified_by,
    open.id AS check_id, open.way AS check_way, open.seed, open.asked_at, open.expires_at,
    $2::int - open.tries AS tries_left, coalesce(open.trouble, '') AS trouble
FROM person
LEFT JOIN post ON post.id = person.post_id
LEFT JOIN verified_number ON {_PROOF}
LEFT JOIN person AS verifier ON verifier.id = verified_number.verified_by
LEFT JOIN number_check AS open ON open.department_id = person.department_id AND open.person_id = person.id
    AND open.mobile = person.mobile AND open.ended_at IS NULL AND open.expires_at > $1
"""
_ONE = f"{_STATE} WHERE person.department_id = $3 AND person.id = $4"
_MINE = f"{_STATE} WHERE person.id = $3 AND person.department_id IS NOT NULL"
_ALL = f"""
{_STATE} WHERE person.department_id = $3 AND person.left_at IS NULL
ORDER BY post.position NULLS LAST, person.name, person.id
"""


def _state(row: Any) -> NumberState:
    check = None
    if row["check_id"] is not None:
        check = OpenCheck(
            row["check_id"],
            row["check_way"],
            row["seed"],
            row["asked_at"],
            row["expires_at"],
            row["tries_left"],
            row["trouble"],
        )
    return NumberState(
        row["person_id"],
        row["name"],
        row["post"],
        row["mobile"],
        row["way"],
        row["verified_at"],
        row["verified_by"],
        check,
    )
