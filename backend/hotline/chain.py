"""The department's own fallback chain: whom calls try when nobody else can be reached (R-HOT-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.audit.actions import note
from backend.hotline.access import may_manage
from backend.hotline.facts import superiors
from backend.hotline.people import names_of
from backend.hotline.queries import line_of
from backend.hotline.replanning import follow
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people.numbers import verified_numbers
from backend.people.viewer import Actor

LONGEST = 12


@dataclass(frozen=True, slots=True)
class Link:
    """One of the chain. `mobile` is None while the number is not verified: calls pass over them."""

    person_id: int
    name: str
    mobile: str | None


@dataclass(frozen=True, slots=True)
class Chain:
    """In the order of trying. `own`: written down by the department; else the superiors upwards."""

    own: bool
    links: tuple[Link, ...]


async def chain_of(department_id: int) -> Chain:
    """Everybody in it, also who cannot be reached yet."""
    own = [row["person_id"] for row in await db.fetch(_READ, department_id)]
    ids = own or list(await superiors(department_id))
    names, numbers = await names_of(department_id, ids), await verified_numbers(department_id)
    return Chain(
        bool(own), tuple(Link(each, names[each], numbers.get(each)) for each in ids if each in names)
    )


async def set_chain(by: Actor, person_ids: Sequence[int], at: datetime) -> None:
    """Writes the whole chain down; an empty one means: the superiors upwards."""
    may_manage(by)
    ids = list(dict.fromkeys(person_ids))
    if len(ids) > LONGEST:
        raise Refusal("hotline-chain-long", 422, field="person_ids", most=LONGEST)
    async with db.transaction():
        known = {row["id"] for row in await db.fetch(_KNOWN, ids, by.department_id)}
        if known != set(ids):
            raise not_found()
        await db.execute("SELECT 1 FROM hotline_line WHERE department_id = $1 FOR UPDATE", by.department_id)
        await db.execute("DELETE FROM hotline_chain WHERE department_id = $1", by.department_id)
        await db.execute(_WRITE, by.department_id, ids)
        await note(
            "hotline.chain_set", f"department:{by.department_id}", department_id=by.department_id,
            actor_id=by.person_id, person_ids=ids,
        )  # fmt: skip
        await outbox.record("hotline.chain_set", by.department_id)
    line = await line_of(by.department_id)
    if line is not None:
        await follow(line, at)


_READ = """
SELECT hotline_chain.person_id FROM hotline_chain JOIN person ON person.id = hotline_chain.person_id
WHERE hotline_chain.department_id = $1 AND person.department_id = $1 AND person.left_at IS NULL ORDER BY position
"""
_KNOWN = "SELECT id FROM person WHERE id = ANY($1::bigint[]) AND department_id = $2 AND left_at IS NULL"
_WRITE = """
INSERT INTO hotline_chain (department_id, person_id, position)
SELECT $1, person_id, position FROM unnest($2::bigint[]) WITH ORDINALITY AS wanted (person_id, position)
"""
