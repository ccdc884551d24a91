"""What people choose for themselves: which ordinary news may disturb them, and a while of peace that has an end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.notifications.walking import course_of
from backend.people.viewer import Viewer
from backend.rules.messages import KINDS, Kind, released

LONGEST_MUTE = timedelta(days=7)
MAY_BE_OFF = ("push", "sms", "call")


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind that may be switched off, and the channels that are."""

    kind: Kind
    off: frozenset[str]


@dataclass(frozen=True, slots=True)
class Choices:
    """All of a person's choices; `muted_until` is None for whoever hears everything."""

    kinds: tuple[Choice, ...]
    muted_until: datetime | None


async def choices_of(person_id: int, at: datetime) -> Choices:
    """What this person has chosen, as it stands at `at`."""
    off: dict[str, set[str]] = {}
    for row in await db.fetch(_OFF, person_id):
        off.setdefault(row["kind"], set()).add(row["channel"])
    muted_until = await db.fetchval(_MUTED, person_id, at)
    ordinary = (kind for kind in KINDS.values() if kind.may_be_switched_off and kind.audience != "robot")
    return Choices(tuple(Choice(kind, frozenset(off.get(kind.name, ()))) for kind in ordinary), muted_until)


async def choose_channels(by: Viewer, kind: str, off: Iterable[str], at: datetime) -> None:
    """From now on news of this kind does not come by the channels in `off`; it stands in the inbox all the same.

    404 for an unknown kind, 409 for one that is told whatever anybody prefers, 422 for an unknown channel.
    """
    channels = set(off)
    if kind not in KINDS:
        raise not_found()
    if not KINDS[kind].may_be_switched_off:
        raise Refusal("messages-choice-must", 409, field="kind")
    if channels - set(MAY_BE_OFF):
        raise Refusal(
            "messages-fault-channel", 422, field="channels", given=sorted(channels - set(MAY_BE_OFF))[0]
        )
    async with db.transaction():
        await db.execute(_LOCK, by.person_id)
        before = {row["channel"] for row in await db.fetch(_OFF_KIND, by.person_id, kind)}
        if before == channels:
            return
        await db.execute(_FORGET, by.person_id, kind)
        await db.execute(_CHOOSE, by.department_id, by.person_id, kind, sorted(channels), at)
        await note(
            "message_choice.made", f"person:{by.person_id}", department_id=by.department_id, actor_id=by.person_id,
            kind=kind, off=sorted(channels),
        )  # fmt: skip


async def mute(by: Viewer, until: datetime, at: datetime) -> None:
    """Peace until `until`, at most a week; emergencies, and what comes to whoever is on duty, break it."""
    if until.tzinfo is None or not at < until <= at + LONGEST_MUTE:
        raise Refusal("messages-mute-end", 422, field="until")
    async with db.transaction():
        await db.execute(_MUTE, by.department_id, by.person_id, until, at)
        await note(
            "message_mute.set", f"person:{by.person_id}", department_id=by.department_id, actor_id=by.person_id,
            until=until.isoformat(),
        )  # fmt: skip


async def unmute(by: Viewer, at: datetime) -> None:
    """Ends the peace; what it has held back is told now, all together."""
    async with db.transaction():
        if await db.fetchval(_UNMUTE, by.person_id) is None:
            return
        rows = await db.fetch(_HELD, by.person_id)
        for row in rows:
            course = released(course_of(row), at)
            await db.execute(_RELEASE, row["id"], course.ladder_from, at)
        await note(
            "message_mute.ended",
            f"person:{by.person_id}",
            department_id=by.department_id,
            actor_id=by.person_id,
        )
        if rows:
            await outbox.record("message.told", by.department_id, message_ids=[row["id"] for row in rows])


_OFF = "SELECT kind, channel FROM message_choice WHERE person_id = $1"
_OFF_KIND = "SELECT channel FROM message_choice WHERE person_id = $1 AND kind = $2"
_MUTED = "SELECT until FROM message_mute WHERE person_id = $1 AND until > $2"
_LOCK = "SELECT id FROM person WHERE id = $1 FOR NO KEY UPDATE"
_FORGET = "DELETE FROM message_choice WHERE person_id = $1 AND kind = $2"
_CHOOSE = """
INSERT INTO message_choice (department_id, person_id, kind, channel, created_at)
SELECT $1, $2, $3, channel, $5 FROM unnest($4::text[]) AS channel
"""
_MUTE = """
INSERT INTO message_mute (department_id, person_id, until, created_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (person_id) DO UPDATE SET until = excluded.until, created_at = excluded.created_at
"""
_UNMUTE = "DELETE FROM message_mute WHERE person_id = $1 RETURNING id"
_HELD = """
SELECT id, kind, ladder, chain, ladder_from, chain_from, until, taken, climbed FROM message
WHERE person_id = $1 AND state = 'open' AND ladder_from > chain_from ORDER BY id FOR NO KEY UPDATE
"""
_RELEASE = "UPDATE message SET ladder_from = $2, due_at = $3 WHERE id = $1"
