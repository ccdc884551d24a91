"""The links of somebody that still work, for whoever made them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.infra import db
from backend.infra.refusal import not_found


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A link that nobody has answered yet; what it says cannot be shown a second time."""

    id: int
    person_id: int
    name: str
    purpose: str
    invited_by: str
    created_at: datetime
    expires_at: datetime


async def open_invitations(
    department_id: int, at: datetime, person_id: int | None = None
) -> list[OpenInvitation]:
    """Links that can still be answered, the newest first; of one person when `person_id` says whose."""
    return [OpenInvitation(**row) for row in await db.fetch(_OPEN, department_id, at, person_id)]


@dataclass(frozen=True, slots=True)
class Uninvited:
    """Somebody who has never come in and has no link that works."""

    id: int
    name: str
    login: str
    post: dict[str, str]


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody for whom a link can be made; `joined` has come in before."""

    id: int
    name: str
    joined: bool


async def invited_person(department_id: int, person_id: int) -> Invitee:
    """For whom a link would be; of another department or gone: not found."""
    row = await db.fetchrow(_INVITEE, department_id, person_id)
    if row is None:
        raise not_found()
    return Invitee(**row)


async def uninvited(department_id: int, at: datetime) -> list[Uninvited]:
    """Those who still have to be invited, the longest hired first."""
    return [Uninvited(**row) for row in await db.fetch(_UNINVITED, department_id, at)]


_INVITEE = """
SELECT id, name,
    (password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM passkey WHERE passkey.person_id = person.id)) AS joined
FROM person WHERE department_id = $1 AND id = $2 AND left_at IS NULL
"""
_UNINVITED = """
SELECT person.id, person.name, person.login, coalesce(post.names, '{}') AS post
FROM person LEFT JOIN post ON post.id = person.post_id
WHERE person.department_id = $1 AND person.left_at IS NULL AND person.password_hash IS NULL
  AND NOT EXISTS (SELECT 1 FROM passkey WHERE passkey.person_id = person.id)
  AND NOT EXISTS (
      SELECT 1 FROM invitation
      WHERE invitation.person_id = person.id AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2
  )
ORDER BY person.id
"""
_OPEN = """
SELECT invitation.id, person.id AS person_id, person.name, invitation.purpose,
    coalesce(inviter.name, '') AS invited_by, invitation.created_at, invitation.expires_at
FROM invitation
JOIN person ON person.id = invitation.person_id
LEFT JOIN person AS inviter ON inviter.id = invitation.created_by
WHERE invitation.department_id = $1 AND invitation.used_at IS NULL AND invitation.revoked_at IS NULL
  AND invitation.expires_at > $2 AND ($3::bigint IS NULL OR person.id = $3)
ORDER BY invitation.id DESC
"""
