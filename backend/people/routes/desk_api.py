"""Imports, levels and posts under /api/v1."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, post, put

from backend.people.levels import (
    LevelWish,
    decide_level,
    level_wish,
    level_wishes,
    request_level,
    withdraw_level,
)
from backend.people.posts import PostCard, add_post, archive_post, change_post, posts, restore_post
from backend.people.posts import post as one_post
from backend.people.roster import person_card
from backend.people.routes.levels import may_ask, sees_all
from backend.people.routes.staff_import import uploaded
from backend.people.staff_import import DryRun, confirm_import, dry_run, prepare_import
from backend.people.staff_imports import PastImport, past_imports
from backend.web.guards import allow, signed_in
from backend.web.render import say


class FaultOut(msgspec.Struct):
    field: str
    code: str
    reason: str


class FateOut(msgspec.Struct):
    """`fate` is new, changed, unchanged or refused; `changes` are old and new by field."""

    line: int
    fate: str
    name: str
    person_id: int | None
    changes: dict[str, list[Any]]
    faults: list[FaultOut]


class DryRunOut(msgspec.Struct):
    """Confirm with `checksum`; `possible` says whether that would be accepted now."""

    id: int
    filename: str
    ignored_headings: list[str]
    counts: dict[str, int]
    lines: list[FateOut]
    checksum: str
    possible: bool
    confirmed_at: datetime | None


class ConfirmIn(msgspec.Struct):
    checksum: str


class ConfirmOut(msgspec.Struct):
    added: list[int]
    changed: list[int]


class LevelIn(msgspec.Struct):
    to_level: int
    reason: str
    special: str = ""


class DecisionIn(msgspec.Struct):
    """`side` is marketing, it or general."""

    side: str
    accepted: bool
    note: str = ""


class PostIn(msgspec.Struct):
    zh: str
    en: str
    role: str
    superior_code: str | None = None
    headcount: int = 1


class NewPostIn(PostIn, kw_only=True):
    code: str


@post("/api/v1/people/imports", guards=[allow("people.import")], tags=["people"])
async def upload(request: Request) -> DryRunOut:
    """Multipart form with `file` (CSV or XLSX). Answers every line's fate; nobody is changed yet."""
    name, file = await uploaded(request)
    import_id = await prepare_import(request.user, name, file, datetime.now(UTC))
    return _run(request, await dry_run(request.user, import_id))


@get("/api/v1/people/imports", guards=[allow("people.import")], tags=["people"])
async def imports(request: Request) -> list[PastImport]:
    """The newest imports: who read which file when, and what came of it; not confirmed means nobody was changed."""
    return await past_imports(request.user.department_id)


@get("/api/v1/people/imports/{import_id:int}", guards=[allow("people.import")], tags=["people"])
async def shown(request: Request, import_id: int) -> DryRunOut:
    """What would happen if it were confirmed now."""
    return _run(request, await dry_run(request.user, import_id))


@post("/api/v1/people/imports/{import_id:int}/confirmation", guards=[allow("people.import")], tags=["people"])
async def confirmation(request: Request, import_id: int, data: ConfirmIn) -> ConfirmOut:
    """Carries out exactly what `checksum` stands for, all or nothing; a second time changes nothing."""
    outcome = await confirm_import(request.user, import_id, datetime.now(UTC), checksum=data.checksum)
    return ConfirmOut(outcome["added"], outcome["changed"])


@get("/api/v1/people/levels", guards=[signed_in], tags=["people"])
async def wishes(request: Request) -> list[LevelWish]:
    """R-PPL-1: who asked for which level, open ones first."""
    by = request.user
    return await level_wishes(by.department_id, person_id=None if sees_all(by) else by.person_id)


@post("/api/v1/people/{person_id:int}/level", guards=[signed_in], tags=["people"])
async def wish(request: Request, person_id: int, data: LevelIn) -> LevelWish:
    """Asks for another level."""
    by, at = request.user, datetime.now(UTC)
    may_ask(by, person_id)
    await person_card(by.department_id, person_id, at)
    change_id = await request_level(by, person_id, at, **msgspec.structs.asdict(data))
    return await level_wish(by.department_id, change_id)


@post("/api/v1/people/levels/{change_id:int}/decisions", guards=[allow("people.view")], tags=["people"])
async def decision(request: Request, change_id: int, data: DecisionIn) -> LevelWish:
    """One side's yes or no."""
    by = request.user
    await decide_level(
        by, change_id, datetime.now(UTC), side=data.side, accepted=data.accepted, note_text=data.note
    )
    return await level_wish(by.department_id, change_id)


@delete("/api/v1/people/levels/{change_id:int}", guards=[signed_in], tags=["people"])
async def withdrawal(request: Request, change_id: int) -> None:
    """Takes a wish back."""
    await withdraw_level(request.user, change_id, datetime.now(UTC))


@get("/api/v1/people/posts", guards=[allow("people.view")], tags=["people"])
async def post_list(request: Request) -> list[PostCard]:
    """The department's posts with how many hold them."""
    return await posts(request.user.department_id)


@post("/api/v1/people/posts", guards=[allow("people.manage")], tags=["people"])
async def addition(request: Request, data: NewPostIn) -> PostCard:
    """A new post."""
    by = request.user
    post_id = await add_post(by, datetime.now(UTC), **msgspec.structs.asdict(data))
    return await one_post(by.department_id, post_id)


@put("/api/v1/people/posts/{post_id:int}", guards=[allow("people.manage")], tags=["people"])
async def change(request: Request, post_id: int, data: PostIn) -> PostCard:
    """Another name, superior, role or headcount."""
    by = request.user
    await change_post(by, post_id, datetime.now(UTC), **msgspec.structs.asdict(data))
    return await one_post(by.department_id, post_id)


@delete("/api/v1/people/posts/{post_id:int}", guards=[allow("people.manage")], tags=["people"])
async def archive(request: Request, post_id: int) -> None:
    """Takes a post off the list."""
    await archive_post(request.user, post_id, datetime.now(UTC))


@post("/api/v1/people/posts/{post_id:int}/restoration", guards=[allow("people.manage")], tags=["people"])
async def restoration(request: Request, post_id: int) -> PostCard:
    """Puts a post back on the list."""
    await restore_post(request.user, post_id, datetime.now(UTC))
    return await one_post(request.user.department_id, post_id)


def _run(request: Request, run: DryRun) -> DryRunOut:
    lines = [
        FateOut(
            fate.line,
            fate.fate,
            fate.name,
            fate.person_id,
            fate.changes,
            [
                FaultOut(fault.field, fault.code, say(request, fault.code, **fault.args))
                for fault in fate.faults
            ],
        )
        for fate in run.fates
    ]
    counts = {fate: run.count(fate) for fate in ("new", "changed", "unchanged", "refused")}
    return DryRunOut(
        run.id, run.filename, list(run.ignored), counts, lines, run.checksum, run.possible, run.confirmed_at
    )


handlers: list[Any] = [
    upload,
    imports,
    shown,
    confirmation,
    wishes,
    wish,
    decision,
    withdrawal,
    post_list,
    addition,
    change,
    archive,
    restoration,
]
