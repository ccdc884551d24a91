"""The department's posts: its own copy of those of the preset, to be kept as the department grows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from backend.audit.actions import note
from backend.company.rules_changes import posts_edited
from backend.infra import db, outbox
from backend.infra.refusal import Refusal, not_found
from backend.people import live_rights  # noqa: F401  # registers what follows
from backend.people.hiring import known_role, post_by_code
from backend.people.particulars import plain
from backend.people.succession import somebody_manages
from backend.people.viewer import Actor

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post with those who hold it."""

    id: int
    code: str
    names: dict[str, str]
    superior_code: str | None
    role: str
    headcount: int
    archived: bool
    holders: int

    @property
    def vacant(self) -> int:
        return max(0, self.headcount - self.holders)


async def posts(department_id: int, archived: bool = False) -> list[PostCard]:
    """In the order of the department's own list."""
    return [PostCard(**row) for row in await db.fetch(_POSTS, department_id, archived)]


async def post(department_id: int, post_id: int) -> PostCard:
    """One post of the department."""
    for card in await posts(department_id, archived=True):
        if card.id == post_id:
            return card
    raise not_found()


async def add_post(
    by: Actor,
    at: datetime,
    *,
    code: str,
    zh: str,
    en: str,
    role: str,
    superior_code: str | None,
    headcount: int,
) -> int:
    """A new post. Its code is its name for imports and rules and never changes. Returns its id."""
    code = plain(code).lower()
    if not _CODE.fullmatch(code):
        raise Refusal("people-post-code-wrong", field="code")
    names = _names(zh, en)
    _check_headcount(headcount)
    async with db.transaction():
        await known_role(by, role)
        await post_by_code(by.department_id, superior_code)
        try:
            async with db.transaction():
                post_id = await db.fetchval(
                    _INSERT, by.department_id, code, names, superior_code or None, role, headcount
                )
        except asyncpg.UniqueViolationError:
            raise Refusal("people-post-code-taken", 409, field="code", code=code) from None
        await posts_edited(by, at)
        await _note(by, "post.added", post_id, code=code, names=names, role=role)
    return post_id


async def change_post(
    by: Actor,
    post_id: int,
    at: datetime,
    *,
    zh: str,
    en: str,
    role: str,
    superior_code: str | None,
    headcount: int,
) -> None:
    """Renames a post or gives it another superior, headcount or role; who had the old role from it gets the new one."""
    names = _names(zh, en)
    _check_headcount(headcount)
    async with db.transaction():
        before = await post(by.department_id, post_id)
        await known_role(by, role)
        await _check_superior(by, before.code, superior_code)
        await _check_own(by, before, role)
        async with somebody_manages(by.department_id):
            await db.execute(_CHANGE, post_id, names, superior_code or None, role, headcount)
            moved = await db.fetch(_FOLLOW, post_id, before.role, role) if role != before.role else []
        await posts_edited(by, at)
        await _note(
            by, "post.changed", post_id, code=before.code, names=names, role=role, headcount=headcount
        )
        for holder in moved:
            await outbox.record("person.rights_changed", by.department_id, person_id=holder["id"])


async def archive_post(by: Actor, post_id: int, at: datetime) -> None:
    """Takes a post off the list; refused while somebody holds it."""
    async with db.transaction():
        before = await post(by.department_id, post_id)
        if before.holders:
            raise Refusal("people-post-held", 409, count=before.holders)
        if any(card.superior_code == before.code for card in await posts(by.department_id)):
            raise Refusal("people-post-has-others", 409)
        await db.execute("UPDATE post SET archived_at = $2 WHERE id = $1", post_id, at)
        await posts_edited(by, at)
        await _note(by, "post.archived", post_id, code=before.code)


async def restore_post(by: Actor, post_id: int, at: datetime) -> None:
    """Puts an archived post back on the list."""
    async with db.transaction():
        before = await post(by.department_id, post_id)
        await db.execute("UPDATE post SET archived_at = NULL WHERE id = $1", post_id)
        await posts_edited(by, at)
        await _note(by, "post.restored", post_id, code=before.code)


async def _check_superior(by: Actor, code: str, superior_code: str | None) -> None:
    """A superior exists and is nobody's own underling."""
    await post_by_code(by.department_id, superior_code)
    above = {card.code: card.superior_code for card in await posts(by.department_id, archived=True)}
    step = superior_code or None
    for _ in range(len(above) + 1):
        if step == code:
            raise Refusal("people-post-circle", field="superior_code")
        step = above.get(step) if step else None


async def _check_own(by: Actor, before: PostCard, role: str) -> None:
    """Nobody lifts themselves by lifting the post they hold."""
    if role == before.role or by.person_id is None or getattr(by, "company_admin", False):
        return
    if await db.fetchval("SELECT 1 FROM person WHERE id = $1 AND post_id = $2", by.person_id, before.id):
        raise Refusal("people-own-role", 403, field="role")


def _names(zh: str, en: str) -> dict[str, str]:
    zh, en = plain(zh)[:60], plain(en)[:60]
    if not zh and not en:
        raise Refusal("people-post-name-missing", field="zh")
    return {"zh": zh or en, "en": en or zh}


def _check_headcount(headcount: int) -> None:
    if not 0 <= headcount <= 999:
        raise Refusal("people-headcount-wrong", field="headcount")


async def _note(by: Actor, verb: str, post_id: int, **details: object) -> None:
    await note(verb, f"post:{post_id}", department_id=by.department_id, actor_id=by.person_id, **details)


_POSTS = """
SELECT post.id, post.code, post.names, post.superior_code, post.role, post.headcount,
    post.archived_at IS NOT NULL AS archived,
    (SELECT count(*) FROM person WHERE person.post_id = post.id AND person.left_at IS NULL) AS holders
FROM post WHERE post.department_id = $1 AND ($2 OR post.archived_at IS NULL)
ORDER BY post.archived_at IS NOT NULL, post.position, post.id
"""
_INSERT = """
INSERT INTO post (department_id, code, names, superior_code, role, headcount, position)
VALUES ($1, $2, $3, $4, $5, $6, (SELECT coalesce(max(position), 0) + 1 FROM post WHERE department_id = $1))
RETURNING id
"""
_CHANGE = "UPDATE post SET names = $2, superior_code = $3, role = $4, headcount = $5 WHERE id = $1"
_FOLLOW = "UPDATE person SET role = $3 WHERE post_id = $1 AND role = $2 AND left_at IS NULL RETURNING id"
