"""The screens at the doors, and the circles on the map where one may clock in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from backend.audit.actions import note
from backend.infra import db
from backend.infra.refusal import Refusal, not_found
from backend.people.secrets import new_token, token_hash
from backend.people.viewer import Actor


@dataclass(frozen=True, slots=True)
class DoorScreen:
    """What the screen behind a private address needs."""

    id: int
    department_id: int
    name: str
    department_name: str
    secret: bytes
    zone: str


async def put_up_door(by: Actor, name: str, at: datetime) -> tuple[int, str]:
    """A new door screen: its id and the token of its private address, which is known only now."""
    token = new_token()
    async with db.transaction():
        door_id = await db.fetchval(
            _PUT_UP, by.department_id, _named(name), secrets.token_bytes(32), token_hash(token), at
        )
        await _note(by, "door.put_up", f"door:{door_id}", name=name.strip())
    return door_id, token


async def end_door(by: Actor, door_id: int, at: datetime) -> None:
    """Its address shows nothing from now on, and its codes are worth nothing."""
    async with db.transaction():
        if not await db.fetchval(_END, door_id, by.department_id, at):
            raise not_found()
        await _note(by, "door.ended", f"door:{door_id}")


async def door_screen(token: str) -> DoorScreen:
    """The door behind a private address; 404 for one that was ended."""
    row = await db.fetchrow(_SCREEN, token_hash(token))
    if row is None:
        raise not_found()
    return DoorScreen(**dict(row))


async def add_site(
    by: Actor, name: str, latitude: float, longitude: float, radius_m: int, at: datetime
) -> int:
    """A place where one may clock in. Refuses a radius under 20 m or over 5 km."""
    if not -90 <= latitude <= 90:
        raise Refusal("attendance-site-latitude", 422, field="latitude")
    if not -180 <= longitude <= 180:
        raise Refusal("attendance-site-longitude", 422, field="longitude")
    if not 20 <= radius_m <= 5000:
        raise Refusal("attendance-site-radius", 422, field="radius_m")
    async with db.transaction():
        site_id = await db.fetchval(_ADD_SITE, by.department_id, _named(name), latitude, longitude, radius_m)
        await _note(by, "site.added", f"site:{site_id}", name=name.strip(), radius_m=radius_m)
    return site_id


async def end_site(by: Actor, site_id: int, at: datetime) -> None:
    """No punch is verified there any more; what was, stays."""
    async with db.transaction():
        if not await db.fetchval(_END_SITE, site_id, by.department_id, at):
            raise not_found()
        await _note(by, "site.ended", f"site:{site_id}")


_PUT_UP = """
INSERT INTO door (department_id, name, secret, token_hash, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id
"""
_END = "UPDATE door SET ended_at = $3 WHERE id = $1 AND department_id = $2 AND ended_at IS NULL RETURNING id"
_SCREEN = """
SELECT door.id, door.department_id, door.name, department.name AS department_name, door.secret, department.zone
FROM door JOIN department ON department.id = door.department_id
WHERE door.token_hash = $1 AND door.ended_at IS NULL AND department.archived_at IS NULL
"""
_ADD_SITE = """
INSERT INTO site (department_id, name, latitude, longitude, radius_m) VALUES ($1, $2, $3, $4, $5) RETURNING id
"""
_END_SITE = "UPDATE site SET archived_at = $3 WHERE id = $1 AND department_id = $2 AND archived_at IS NULL RETURNING id"


def _named(name: str) -> str:
    if not name.strip():
        raise Refusal("attendance-name-needed", 422, field="name")
    return name.strip()[:80]


async def _note(by: Actor, verb: str, subject: str, **details: object) -> None:
    await note(verb, subject, department_id=by.department_id, actor_id=by.person_id, **details)
