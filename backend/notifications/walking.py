"""One look at the messages that are due: their next steps are claimed, the next people told, and what is over ends.

Guarantees:
- whoever looks locks what they look at and passes over what another worker has locked: no step is taken twice;
- a step and the fact that it was taken are written together before anything goes out: `once` is unique;
- ordinary news for one person that is due within the gathering time goes out together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog

from backend.company.queries import rules_of, zone
from backend.infra import db
from backend.notifications.actions import told
from backend.notifications.audience import audience
from backend.notifications.claiming import claim
from backend.notifications.wires import Wire
from backend.rota.duty import who_is_on_shift
from backend.rules.messages import (
    KINDS,
    Climb,
    Course,
    Kind,
    Look,
    Silence,
    kind_of,
    look,
    quiet_until,
    read_chain,
    read_ladder,
    released,
    silent_until,
)
from backend.rules.presets import MessageParameters

BATCH = 50
PUT_OFF = timedelta(minutes=5)
log = structlog.get_logger("sender")

BUNDLING = [kind.name for kind in KINDS.values() if kind.bundles]


async def walk(at: datetime, batch: int = BATCH, only: int | None = None) -> tuple[list[Wire], int]:
    """Looks at what is due at `at`, at most `batch` messages or `only` one; what is to be sent now, and how many were
    looked at."""
    async with db.transaction():
        rows = await db.fetch(_DUE, at, batch, list(KINDS), only)
        if not rows:
            return [], 0
        rest = _Rest()
        rows += await _gathered(rows, at)
        seen = [(row, await _look(row, at, rest)) for row in rows]
        wires = await claim([(row, found.steps) for row, found in seen if found.steps], at)
        for row, found in seen:
            await _climb(row, found.climbs, at)
        await _write(seen, at)
        return wires, len(rows)


async def walk_one_by_one(at: datetime) -> tuple[list[Wire], int]:
    """The same, each by itself: one that cannot be looked at is put off, and holds up none of the others."""
    wires: list[Wire] = []
    rows = await db.fetch(_DUE_IDS, at, BATCH, list(KINDS))
    for row in rows:
        try:
            wires += (await walk(at, only=row["id"]))[0]
        except Exception as error:
            log.error("message_not_understood", message=row["id"], error=repr(error))
            await db.execute(_PUT_OFF, row["id"], at + PUT_OFF)
    return wires, len(rows)


@dataclass
class _Rest:
    """What is asked once per look and department: rules, and who is on shift."""

    rules: dict[int, MessageParameters] = field(default_factory=dict)
    here: dict[int, frozenset[int]] = field(default_factory=dict)

    async def of(self, row: Any) -> MessageParameters:
        if row["department_id"] not in self.rules:
            rules = await rules_of(row["department_id"], row["rules_version"])
            self.rules[row["department_id"]] = rules.messages
        return self.rules[row["department_id"]]

    async def until(self, row: Any, of: Kind, at: datetime) -> datetime | None:
        """Until when this person is left in peace."""
        rules = await self.of(row)
        silence = Silence(rules.quiet_from, rules.quiet_until, zone(row["zone"]))
        on_shift = quiet_until(silence, at) is None or await self._on_shift(row, at)
        return silent_until(
            silence, at, breaks=of.breaks_quiet, on_shift=on_shift, muted_until=row["muted_until"]
        )

    async def _on_shift(self, row: Any, at: datetime) -> bool:
        if row["department_id"] not in self.here:
            self.here[row["department_id"]] = (await who_is_on_shift(row["department_id"], at)).person_ids
        return row["person_id"] in self.here[row["department_id"]]


async def _gathered(rows: list[Any], at: datetime) -> list[Any]:
    """Ordinary news of the same people that would go out within the gathering time: it goes along."""
    people = {row["person_id"] for row in rows if row["kind"] in BUNDLING and _past_the_open_page(row, at)}
    if not people:
        return []
    known = [row["id"] for row in rows]
    return await db.fetch(_ALONG, list(people), BUNDLING, at, known)


def _past_the_open_page(row: Any, at: datetime) -> bool:
    course = course_of(row)
    return course.taken < len(course.ladder) and course.ladder[course.taken].disturbs


async def _look(row: Any, at: datetime, rest: _Rest) -> Look:
    of, course = kind_of(row["kind"]), course_of(row)
    silent = await rest.until(row, of, at) if row["person_id"] is not None else None
    if row["along"] and silent is None:
        return look(released(course, at), at)
    if of.bundles and row["person_id"] is not None and not row["along"]:
        gather = row["told_at"] + timedelta(minutes=(await rest.of(row)).bundle_minutes)
        if gather > at:
            silent = max(silent or gather, gather)
    return look(course, at, silent)


def course_of(row: Any) -> Course:
    """Where a message stands, out of its row."""
    return Course(
        read_ladder(row["ladder"]), read_chain(row["chain"]), row["ladder_from"], row["chain_from"], row["until"],
        kind_of(row["kind"]).acknowledge, row["taken"], row["climbed"],
    )  # fmt: skip


async def _climb(row: Any, climbs: tuple[Climb, ...], at: datetime) -> None:
    """Nobody has answered so far: the next people are told of the same matter."""
    for climb in climbs:
        people = await audience(row["department_id"], climb.who, at)
        new = await told(
            kind_of(row["kind"]), row["department_id"], row["subject"], at, people, row["url"], row["until"],
            row["args"], row["id"],
        )  # fmt: skip
        await db.execute(_FACT, row["department_id"], row["id"], "climbed", at, f"{climb.who}:{len(new)}")


async def _write(seen: list[tuple[Any, Look]], at: datetime) -> None:
    await db.execute(
        _LOOKED,
        [row["id"] for row, _ in seen],
        [found.course.taken for _, found in seen],
        [found.course.climbed for _, found in seen],
        [found.course.ladder_from for _, found in seen],
        [found.course.chain_from for _, found in seen],
        [found.due_at for _, found in seen],
        [found.ended for _, found in seen],
        at,
    )


_ROW = """
    message.id, message.department_id, message.person_id, message.kind, message.subject, message.args, message.url,
    message.told_at, message.until, message.ladder, message.chain, message.ladder_from, message.chain_from,
    message.taken, message.climbed, person.name, person.lang, department.zone, department.rules_version,
    (SELECT until FROM message_mute WHERE message_mute.person_id = message.person_id AND until > {at}) AS muted_until
"""
_FROM = """
FROM message JOIN department ON department.id = message.department_id
LEFT JOIN person ON person.id = message.person_id
"""
_DUE = f"""
SELECT {_ROW.format(at="$1")}, false AS along {_FROM}
WHERE message.due_at <= $1 AND message.kind = ANY($3::text[]) AND ($4::bigint IS NULL OR message.id = $4)
ORDER BY message.due_at, message.id LIMIT $2 FOR NO KEY UPDATE OF message SKIP LOCKED
"""
_DUE_IDS = """
SELECT id FROM message WHERE due_at <= $1 AND kind = ANY($3::text[]) ORDER BY due_at, id LIMIT $2
"""
_PUT_OFF = "UPDATE message SET due_at = $2 WHERE id = $1"
_ALONG = f"""
SELECT {_ROW.format(at="$3")}, true AS along {_FROM}
WHERE message.person_id = ANY($1::bigint[]) AND message.kind = ANY($2::text[]) AND message.state = 'open'
  AND message.taken > 0 AND message.taken < jsonb_array_length(message.ladder) AND message.seen_at IS NULL
  AND message.id <> ALL($4::bigint[])
ORDER BY message.id LIMIT 50 FOR NO KEY UPDATE OF message SKIP LOCKED
"""
_FACT = "INSERT INTO message_event (department_id, message_id, what, at, detail) VALUES ($1, $2, $3, $4, $5)"
# What needs no answer and reached nobody at all has not been told, whatever was tried.
_LOOKED = """
WITH seen AS (
    SELECT * FROM unnest(
        $1::bigint[], $2::int[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::text[]
    ) AS seen (id, taken, climbed, ladder_from, chain_from, due_at, ended)
), changed AS (
    UPDATE message SET taken = seen.taken, climbed = seen.climbed, ladder_from = seen.ladder_from,
        chain_from = seen.chain_from, due_at = seen.due_at,
        state = CASE
            WHEN seen.ended IS NULL THEN message.state
            WHEN seen.ended = 'told' AND NOT EXISTS (
                SELECT 1 FROM delivery WHERE delivery.message_id = message.id AND delivery.channel <> 'live'
                    AND delivery.state = 'sent'
            ) THEN 'exhausted' ELSE seen.ended END,
        ended_at = CASE WHEN seen.ended IS NULL THEN NULL ELSE $8::timestamptz END
    FROM seen WHERE message.id = seen.id
    RETURNING message.id, message.department_id, message.state
)
INSERT INTO message_event (department_id, message_id, what, at)
SELECT department_id, id, state, $8 FROM changed WHERE state <> 'open'
"""
