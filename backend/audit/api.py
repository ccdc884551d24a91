"""The audit trail for programs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
from litestar import Request, get, post

from backend.audit.queries import PAGE, audit_lines
from backend.audit.trail import TRAIL
from backend.audit.verifying import seal_and_verify
from backend.web.guards import allow


class Event(msgspec.Struct):
    """One change: who, when, what, to what."""

    id: int
    at: datetime
    actor: str | None
    verb: str
    subject: str
    details: dict[str, Any]


class Events(msgspec.Struct):
    """One page; `next_before` asks for the next one, absent on the last."""

    events: list[Event]
    next_before: int | None


class Verdict(msgspec.Struct):
    """What walking the chain found."""

    intact: bool
    seals: int
    events: int
    head: str
    broken_at_seal: int | None
    broken_event: int | None


@get("/api/v1/audit/events", guards=[allow("audit.view")], tags=["audit"])
async def list_events(
    request: Request, before: int | None = None, verb: str | None = None, day: date | None = None
) -> Events:
    """The newest changes first."""
    by = request.user
    lines = await audit_lines(by.department_id, before=before, verb=verb, day=day, zone=by.zone)
    events = [Event(line.id, line.at, line.actor, line.verb, line.subject, line.details) for line in lines]
    return Events(events, lines[-1].id if len(lines) == PAGE else None)


@post("/api/v1/audit/verifications", guards=[allow("audit.verify")], tags=["audit"])
async def verify_trail(request: Request) -> Verdict:
    """Seals what waits and walks the whole chain of the department."""
    found = await seal_and_verify(TRAIL, request.user.department_id, datetime.now(UTC))
    broken = found.broken
    return Verdict(
        broken is None, found.seals, found.entries, found.head,
        broken.seal_number if broken else None, broken.row_id if broken else None,
    )  # fmt: skip


handlers = [list_events, verify_trail]
