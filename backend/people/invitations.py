"""One-time links: to join, or to get in again after a lost password. Looking at one never uses it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.people.secrets import new_token, token_hash
from backend.people.viewer import Actor

LIFETIMES = {"join": timedelta(days=7), "login": timedelta(hours=1)}

Purpose = Literal["join", "login"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link just made. The token is known now and never again: only its hash is kept."""

    invitation_id: int
    person_id: int
    name: str
    purpose: Purpose
    token: str
    expires_at: datetime

    @property
    def path(self) -> str:
        return f"/join/{self.token}"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the page of a link shows, and what answering it needs."""

    id: int
    purpose: Purpose
    person_id: int
    department_id: int | None
    department_name: str
    name: str
    login: str
    mobile: str | None
    employee_number: str | None
    invited_by: str
    expires_at: datetime


async def invite(by: Actor, person_id: int, at: datetime) -> Link:
    """Makes a link for somebody of the actor's department; earlier ones of this person stop working.

    Who has never come in gets one to join (7 days), who has gets one to get in again (1 hour). Refuses to whoever may
    do less than the invited person: a link is a way into the account.
    """
    if not by.may("people.invite"):
        raise Refusal("shell-error-forbidden", 403)
    async with db.transaction():
        person = await db.fetchrow(_INVITED, by.department_id or None, person_id)
        if person is None:
            raise not_found()
        _may_open(by, person)
        return await new_link(person, by.person_id, at)


async def invite_all(by: Actor, person_ids: list[int], at: datetime) -> list[Link]:
    """Links for many at once, for instance after an import: all of them or none."""
    async with db.transaction():
        return [await invite(by, person_id, at) for person_id in dict.fromkeys(person_ids)]


async def revoke_invitation(by: Actor, invitation_id: int, at: datetime) -> None:
    """The link stops working. Revoking what is used, expired or revoked already changes nothing."""
    if not by.may("people.invite"):
        raise Refusal("shell-error-forbidden", 403)
    async with db.transaction():
        person_id = await db.fetchval(_BELONGS, by.department_id, invitation_id)
        if person_id is None:
            raise not_found()
        if await db.fetchval(_REVOKE, invitation_id, at) is not None:
            await note(
                "invitation.revoked",
                f"person:{person_id}",
                department_id=by.department_id,
                actor_id=by.person_id,
            )


async def new_link(person: Any, created_by: int | None, at: datetime) -> Link:
    """Makes the link itself, in the open transaction; `person` is a row with id, department_id, name and joined."""
    purpose: Purpose = "login" if person["joined"] else "join"
    token, expires_at = new_token(), at + LIFETIMES[purpose]
    await db.execute(_REVOKE_EARLIER, person["id"], at)
    values = (person["department_id"], person["id"], purpose, token_hash(token), created_by, at, expires_at)
    invitation_id = await db.fetchval(_INSERT, *values)
    await note(
        "invitation.made",
        f"person:{person['id']}",
        department_id=person["department_id"],
        actor_id=created_by,
        purpose=purpose,
    )
    return Link(invitation_id, person["id"], person["name"], purpose, token, expires_at)


async def read_invitation(token: str, at: datetime) -> Invitation:
    """What a link is for. Refuses with the reason when it is used, revoked, expired or unknown."""
    row = await db.fetchrow(_READ, token_hash(token))
    if row is None:
        raise Refusal("identity-link-unknown", 404)
    if row["used_at"] is not None:
        raise Refusal("identity-link-used", 410, way_out="/login")
    if row["revoked_at"] is not None or row["left_at"] is not None:
        raise Refusal("identity-link-revoked", 410)
    if row["expires_at"] <= at:
        raise Refusal("identity-link-expired", 410)
    return Invitation(**{key: row[key] for key in Invitation.__slots__})


_JOINED = """
(person.password_hash IS NOT NULL OR EXISTS (SELECT 1 FROM passkey WHERE passkey.person_id = person.id)) AS joined
"""
_INVITED = f"""
SELECT person.id, person.department_id, person.name, person.role, person.level, person.company_admin, {_JOINED}
FROM person WHERE department_id IS NOT DISTINCT FROM $1 AND id = $2 AND left_at IS NULL FOR UPDATE
"""
_BELONGS = "SELECT person_id FROM invitation WHERE department_id = $1 AND id = $2"
_REVOKE = """
UPDATE invitation SET revoked_at = $2 WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL RETURNING id
"""
_REVOKE_EARLIER = """
UPDATE invitation SET revoked_at = $2 WHERE person_id = $1 AND used_at IS NULL AND revoked_at IS NULL
"""
_INSERT = """
INSERT INTO invitation (department_id, person_id, purpose, token_hash, created_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
_READ = """
SELECT invitation.id, invitation.purpose, invitation.expires_at, invitation.used_at, invitation.revoked_at,
    person.id AS person_id, person.department_id, person.name, person.login, person.mobile, person.employee_number,
    person.left_at, coalesce(department.name, '') AS department_name, coalesce(inviter.name, '') AS invited_by
FROM invitation
JOIN person ON person.id = invitation.person_id
LEFT JOIN department ON department.id = person.department_id
LEFT JOIN person AS inviter ON inviter.id = invitation.created_by
WHERE invitation.token_hash = $1
"""


def _may_open(by: Actor, person: Any) -> None:
    """Nobody gets a link into an account that may do more, nor into their own past the old password."""
    if by.person_id == person["id"]:
        raise Refusal("identity-link-own", 403, way_out="/me/password")
    if getattr(by, "company_admin", False) or by.person_id is None:
        return
    rules = getattr(by, "rules", None)
    needed = rules.permissions_of(person["role"], person["level"]) if rules else frozenset()
    if person["company_admin"] or not all(by.may(permission) for permission in needed):
        raise Refusal("identity-link-above", 403, name=person["name"])
