"""The one place that decides who is told what: telling, acknowledging, withdrawing.

Guarantees:
- one message per kind, subject and person, however often anything is retried: the database refuses a second one;
- a message exists exactly when the change exists that it tells of: it is written in the caller's transaction;
- an acknowledgement is recorded once, and whoever waits for it hears of it once by `message.acknowledged`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from backend.audit.actions import note
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.notifications import live  # noqa: F401  # registers what follows
from backend.notifications.audience import audience
from backend.people.viewer import Viewer
from backend.rules.messages import KINDS, Kind, kind_of


async def tell(
    kind: str,
    department_id: int,
    subject: str,
    at: datetime,
    /,
    *,
    person_ids: Iterable[int] | None = None,
    url: str = "/",
    until: datetime | None = None,
    **args: str | int,
) -> tuple[int, ...]:
    """Tells people of `subject`, inside the caller's transaction; returns the ids of the messages that are new.

    `person_ids`: whom; None for the audience of the kind, from the one duty truth at `at`, and where that is nobody for
    those who would be told next. `url`: where the message
    leads. `until`: after it nobody needs to be told any more (else as long as the kind lives). `args` fill the
    sentences `message-<kind>-title`, `-body` and `-push`; nothing personal may stand in `-push`.
    """
    of = kind_of(kind)
    people = await _whoever(of, department_id, at) if person_ids is None else tuple(set(person_ids))
    return await told(of, department_id, subject, at, people, url, until or at + of.lives, args)


async def told(
    of: Kind,
    department_id: int,
    subject: str,
    at: datetime,
    person_ids: Iterable[int],
    url: str,
    until: datetime,
    args: dict[str, Any],
    origin_id: int | None = None,
) -> tuple[int, ...]:
    """Writes the messages and has them sent. With an `origin_id` they follow one that nobody has answered: the chain
    belongs to that one, so these have none."""
    if until <= at:
        return ()
    ladder = [[step.channel, step.after] for step in of.ladder]
    chain = [[climb.who, climb.after] for climb in of.chain] if origin_id is None else []
    insert = _TELL_GROUP if of.audience == "robot" else _TELL
    people = () if of.audience == "robot" else (list(person_ids),)
    rows = await db.fetch(
        insert, department_id, of.name, subject, args, url, at, until, ladder, chain, origin_id, *people
    )
    ids = tuple(row["id"] for row in rows)
    if ids:
        await outbox.record("message.told", department_id, message_ids=list(ids))
    return ids


async def acknowledge(by: Viewer, message_id: int, at: datetime) -> None:
    """`by` has understood. 404 for somebody else's message, 409 for one that is over; a second time changes nothing."""
    async with db.transaction():
        row = await locked(message_id)
        if row is None or (row["department_id"], row["person_id"]) != (by.department_id, by.person_id):
            raise not_found()
        await understood(row, at)


async def locked(message_id: int) -> Any:
    """A message, held until the end of the transaction; where one answer is enough, together with all of its matter, in
    the order of their ids, so that two who answer at the same moment never wait for each other."""
    rows = await db.fetch(_LOCK, message_id, _ONE_IS_ENOUGH)
    return next((row for row in rows if row["id"] == message_id), None)


async def understood(row: Any, at: datetime, delivery_id: int | None = None) -> None:
    """The acknowledgement of a locked message, from the app or by one tap in a notification."""
    if row["state"] in ("acknowledged", "settled"):
        return
    if row["state"] in ("expired", "withdrawn"):
        raise Refusal("messages-over", 409)
    await db.execute(_ACKNOWLEDGE, row["id"], at, row["department_id"], row["person_id"], delivery_id)
    others = await _settle(row, at) if kind_of(row["kind"]).one_is_enough else []
    await note(
        "message.acknowledged", row["subject"], department_id=row["department_id"], actor_id=row["person_id"],
        kind=row["kind"],
    )  # fmt: skip
    await outbox.record(
        "message.acknowledged", row["department_id"], message_id=row["id"], kind=row["kind"], subject=row["subject"],
        person_id=row["person_id"], at=at.isoformat(),
    )  # fmt: skip
    await outbox.record("message.changed", row["department_id"], person_ids=[row["person_id"], *others])


async def withdraw(
    kind: str, department_id: int, subject: str, at: datetime, person_id: int | None = None
) -> None:
    """The matter is over, with `person_id` for them alone: no further steps, and open pages hide it. What was answered
    stays as it was."""
    rows = await db.fetch(_WITHDRAW, department_id, kind_of(kind).name, subject, at, person_id)
    people = [row["person_id"] for row in rows if row["person_id"] is not None]
    if people:
        await outbox.record("message.changed", department_id, person_ids=people)


async def _whoever(of: Kind, department_id: int, at: datetime) -> tuple[int, ...]:
    """The audience of a kind; nobody on shift is no reason that nobody hears of it."""
    if of.audience in ("robot", "persons"):
        return ()
    for who in (of.audience, *(climb.who for climb in of.chain), "leads", "managers"):
        people = await audience(department_id, who, at)
        if people:
            return people
    return ()


async def _settle(row: Any, at: datetime) -> list[int]:
    """The first of several to answer does so for all; returns who else was waited for."""
    rows = await db.fetch(_SETTLE, row["department_id"], row["kind"], row["subject"], row["id"], at)
    return [other["person_id"] for other in rows if other["person_id"] is not None]


_COLUMNS = """
    department_id, person_id, kind, subject, args, url, told_at, until, ladder, chain, ladder_from, chain_from, due_at,
    origin_id
"""
_VALUES = """
    $2, $3, $4::jsonb, $5, $6::timestamptz, $7::timestamptz, coalesce(rule.ladder, $8::jsonb),
    CASE WHEN $10::bigint IS NULL THEN coalesce(rule.chain, $9::jsonb) ELSE '[]' END, $6, $6, $6, $10::bigint
"""
_SAID = """
, said AS (
    INSERT INTO message_event (department_id, message_id, what, at) SELECT $1, id, 'told', $6 FROM new
)
SELECT id FROM new ORDER BY id
"""
_TELL = f"""
WITH new AS (
    INSERT INTO message ({_COLUMNS})
    SELECT $1, person.id, {_VALUES}
    FROM person LEFT JOIN message_rule AS rule ON rule.department_id = $1 AND rule.kind = $2
    WHERE person.id = ANY($11::bigint[]) AND person.department_id = $1 AND person.left_at IS NULL
    ORDER BY person.id
    ON CONFLICT DO NOTHING RETURNING id
){_SAID}
"""
_TELL_GROUP = f"""
WITH new AS (
    INSERT INTO message ({_COLUMNS})
    SELECT $1, NULL, {_VALUES}
    FROM (SELECT 1) AS one LEFT JOIN message_rule AS rule ON rule.department_id = $1 AND rule.kind = $2
    ON CONFLICT DO NOTHING RETURNING id
){_SAID}
"""
_ONE_IS_ENOUGH = [kind.name for kind in KINDS.values() if kind.one_is_enough]
_LOCK = """
SELECT message.id, message.department_id, message.person_id, message.kind, message.subject, message.state,
    message.until, message.seen_at
FROM message AS mine JOIN message ON message.department_id = mine.department_id AND message.kind = mine.kind
    AND message.subject = mine.subject AND (message.id = mine.id OR mine.kind = ANY($2::text[]))
WHERE mine.id = $1 ORDER BY message.id FOR NO KEY UPDATE OF message
"""
_ACKNOWLEDGE = """
WITH changed AS (
    UPDATE message SET state = 'acknowledged', acknowledged_at = $2, ended_at = coalesce(ended_at, $2),
        seen_at = coalesce(seen_at, $2), due_at = NULL
    WHERE id = $1
)
INSERT INTO message_event (department_id, message_id, delivery_id, what, at, person_id)
VALUES ($3, $1, $5::bigint, 'acknowledged', $2, $4)
"""
_SETTLE = """
WITH others AS (
    UPDATE message SET state = 'settled', ended_at = coalesce(ended_at, $5), due_at = NULL
    WHERE department_id = $1 AND kind = $2 AND subject = $3 AND id <> $4 AND state IN ('open', 'told', 'exhausted')
    RETURNING id, person_id
), said AS (
    INSERT INTO message_event (department_id, message_id, what, at) SELECT $1, id, 'settled', $5 FROM others
)
SELECT person_id FROM others
"""
_WITHDRAW = """
WITH matter AS (
    SELECT id FROM message
    WHERE department_id = $1 AND kind = $2 AND subject = $3 AND state IN ('open', 'told', 'exhausted')
      AND ($5::bigint IS NULL OR person_id = $5)
    ORDER BY id FOR NO KEY UPDATE
), over AS (
    UPDATE message SET state = 'withdrawn', ended_at = coalesce(ended_at, $4), due_at = NULL
    FROM matter WHERE message.id = matter.id
    RETURNING message.id, message.person_id
), said AS (
    INSERT INTO message_event (department_id, message_id, what, at) SELECT $1, id, 'withdrawn', $4 FROM over
)
SELECT person_id FROM over
"""
