"""Handover logs, for programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, delete, get, post, put

from backend.duties.confirming import hand_over, take_over
from backend.duties.queries import Item, Log, Named, handover_log, handover_logs, open_logs
from backend.duties.wording import wording
from backend.duties.writing import give, take_back_note, write_note
from backend.web.guards import allow

GUARD = [allow("duties.hand-over")]


class ItemOut(msgspec.Struct):
    """`text` is the sentence in the caller's language, or the note as it was typed."""

    id: int
    source: str
    text: str
    url: str
    due_at: datetime | None
    noted_by: Named | None
    taken_by: Named | None
    done_at: datetime | None
    to_do: bool


class HandoverOut(msgspec.Struct):
    """`state` is open, confirmed or unconfirmed; `closes_at` is when an open one is closed by itself."""

    id: int
    ends_at: datetime
    comes_at: datetime | None
    opened_at: datetime
    closes_at: datetime
    state: str
    leaving: tuple[Named, ...]
    coming: tuple[Named, ...]
    handed_over_by: Named | None
    handed_over_at: datetime | None
    taken_over_by: Named | None
    taken_over_at: datetime | None
    closed_at: datetime | None
    items: list[ItemOut]


class NoteIn(msgspec.Struct):
    """`taken_by` is who takes it; `key` (at most 64 characters) makes a repeated request harmless."""

    text: str
    taken_by: int | None = None
    key: str = ""


class TakerIn(msgspec.Struct):
    """Who takes it; null for whoever takes over."""

    person_id: int | None


@get("/api/v1/handovers", guards=GUARD, tags=["handovers"])
async def logs(request: Request, before: int | None = None, open_only: bool = False) -> list[HandoverOut]:
    """Logs, the latest first, 40 at a time; `before` is the id to go on from. `open_only`: those of this moment."""
    department_id = request.user.department_id
    found = await open_logs(department_id) if open_only else await handover_logs(department_id, before=before)
    return [_out(request, log) for log in found]


@get("/api/v1/handovers/{handover_id:int}", guards=GUARD, tags=["handovers"])
async def log(request: Request, handover_id: int) -> HandoverOut:
    """One log with everything in it."""
    return await _answer(request, handover_id)


@post("/api/v1/handovers/{handover_id:int}/handing-over", guards=GUARD, tags=["handovers"])
async def handing_over(request: Request, handover_id: int) -> HandoverOut:
    """Confirmed by somebody who leaves. Twice is harmless."""
    await hand_over(request.user, handover_id, datetime.now(UTC))
    return await _answer(request, handover_id)


@post("/api/v1/handovers/{handover_id:int}/taking-over", guards=GUARD, tags=["handovers"])
async def taking_over(request: Request, handover_id: int) -> HandoverOut:
    """Confirmed by somebody who comes; nobody confirms both sides. Twice is harmless."""
    await take_over(request.user, handover_id, datetime.now(UTC))
    return await _answer(request, handover_id)


@post("/api/v1/handovers/{handover_id:int}/notes", guards=GUARD, tags=["handovers"])
async def noting(request: Request, handover_id: int, data: NoteIn) -> HandoverOut:
    """A note of somebody who leaves."""
    await write_note(
        request.user, handover_id, data.text, datetime.now(UTC), taken_by=data.taken_by, key=data.key
    )
    return await _answer(request, handover_id)


@delete(
    "/api/v1/handovers/{handover_id:int}/items/{item_id:int}",
    guards=GUARD,
    tags=["handovers"],
    status_code=200,
)
async def taking_back(request: Request, handover_id: int, item_id: int) -> HandoverOut:
    """Takes back a note of one's own."""
    await take_back_note(request.user, handover_id, item_id, datetime.now(UTC))
    return await _answer(request, handover_id)


@put("/api/v1/handovers/{handover_id:int}/items/{item_id:int}/taker", guards=GUARD, tags=["handovers"])
async def giving(request: Request, handover_id: int, item_id: int, data: TakerIn) -> HandoverOut:
    """Who takes one item."""
    await give(request.user, handover_id, item_id, data.person_id, datetime.now(UTC))
    return await _answer(request, handover_id)


async def _answer(request: Request, handover_id: int) -> HandoverOut:
    return _out(request, await handover_log(request.user.department_id, handover_id))


def _out(request: Request, log: Log) -> HandoverOut:
    values = {name: getattr(log, name) for name in HandoverOut.__struct_fields__ if name != "items"}
    return HandoverOut(**values, items=[_item(request, item) for item in log.items])


def _item(request: Request, item: Item) -> ItemOut:
    return ItemOut(
        item.id,
        item.source,
        wording(request)(item),
        item.url,
        item.due_at,
        item.noted_by,
        item.taken_by,
        item.done_at,
        item.to_do,
    )


handlers: list[Any] = [logs, log, handing_over, taking_over, noting, taking_back, giving]
