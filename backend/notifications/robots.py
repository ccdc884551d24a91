"""The robots of a department's group chats: put up, tried, taken down. Addresses and keys are never shown again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.audit.actions import note
from backend.infra import db
from backend.infra.catalogue import catalogue
from backend.infra.push.outcome import Outcome
from backend.infra.push.robots import KINDS, Robot, send_robot, why_not_robot
from backend.infra.refusal import Refusal, not_found
from backend.infra.vault import lock, unlock
from backend.people.viewer import Actor

VENDORS = tuple(KINDS)
GROUPS = ("floor", "managers", "both")
PURPOSE = "robot"


@dataclass(frozen=True, slots=True)
class RobotCard:
    """A robot as it is listed; `worked` is None until it was used once."""

    id: int
    name: str
    vendor: str
    heard_by: str
    created_at: datetime
    tried_at: datetime | None
    worked: bool | None
    reason: str


async def robots_of(department_id: int) -> list[RobotCard]:
    """The robots of a department, by name."""
    return [RobotCard(**row) for row in await db.fetch(_LIST, department_id)]


async def put_up_robot(
    by: Actor, name: str, vendor: str, heard_by: str, url: str, secret: str, at: datetime
) -> int:
    """A robot for one of the department's groups. Refuses 422 for what cannot be asked, with the field's name."""
    name, url, secret = name.strip()[:60], url.strip(), secret.strip()
    if not name:
        raise Refusal("messages-name-needed", 422, field="name")
    if vendor not in VENDORS:
        raise Refusal("messages-robot-vendor", 422, field="vendor")
    if heard_by not in GROUPS:
        raise Refusal("messages-robot-group", 422, field="heard_by")
    if why_not_robot(Robot(vendor, url, secret)):
        raise Refusal("messages-robot-address", 422, field="url")
    kept = lock(PURPOSE, json.dumps({"url": url, "secret": secret}))
    async with db.transaction():
        robot_id = await db.fetchval(
            _PUT_UP, by.department_id, name, vendor, heard_by, kept, by.person_id, at
        )
        await note(
            "robot.put_up", f"robot:{robot_id}", department_id=by.department_id, actor_id=by.person_id, name=name,
            vendor=vendor, heard_by=heard_by,
        )  # fmt: skip
    return robot_id


async def take_down_robot(by: Actor, robot_id: int, at: datetime) -> None:
    """Nothing is said through it any more."""
    async with db.transaction():
        name = await db.fetchval(_TAKE_DOWN, robot_id, by.department_id, at)
        if name is None:
            raise not_found()
        await note(
            "robot.taken_down",
            f"robot:{robot_id}",
            department_id=by.department_id,
            actor_id=by.person_id,
            name=name,
        )


async def try_robot(by: Actor, robot_id: int, lang: str, at: datetime) -> Outcome:
    """Says one sentence in the group, now."""
    robot = await robot_of(by.department_id, robot_id)
    if robot is None:
        raise not_found()
    outcome = await send_robot(robot, catalogue(lang).say("messages-robot-test"), at)
    await used_robot(robot_id, outcome, at)
    return outcome


async def robot_of(department_id: int, robot_id: int) -> Robot | None:
    """The robot itself, unlocked; None when it was taken down, or was locked with another secret of ours."""
    row = await db.fetchrow(_ONE, robot_id, department_id)
    return _unlocked(row) if row else None


async def used_robot(robot_id: int, outcome: Outcome, at: datetime) -> None:
    """Keeps how it went the last time; the desk shows it."""
    await db.execute(_USED, robot_id, at, outcome.state == "sent", outcome.reason[:200])


def _unlocked(row: Any) -> Robot | None:
    try:
        kept = json.loads(unlock(PURPOSE, row["secrets"]))
    except ValueError:
        return None
    return Robot(row["vendor"], kept["url"], kept["secret"])


_LIST = """
SELECT id, name, vendor, heard_by, created_at, tried_at, worked, reason FROM message_robot
WHERE department_id = $1 AND ended_at IS NULL ORDER BY name, id
"""
_ONE = "SELECT vendor, secrets FROM message_robot WHERE id = $1 AND department_id = $2 AND ended_at IS NULL"
_PUT_UP = """
INSERT INTO message_robot (department_id, name, vendor, heard_by, secrets, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
_TAKE_DOWN = """
UPDATE message_robot SET ended_at = $3 WHERE id = $1 AND department_id = $2 AND ended_at IS NULL RETURNING name
"""
_USED = "UPDATE message_robot SET tried_at = $2, worked = $3, reason = $4 WHERE id = $1"
