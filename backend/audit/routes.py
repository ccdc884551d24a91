"""The audit trail on the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.audit.queries import PAGE, audit_lines, trail_state, verbs
from backend.audit.trail import TRAIL
from backend.audit.verifying import seal_and_verify
from backend.web.guards import allow
from backend.web.parts import visited
from backend.web.render import page, partial


@get("/audit", guards=[allow("audit.view")], include_in_schema=False)
async def trail(
    request: Request, before: int | None = None, verb: str | None = None, day: date | None = None
) -> Response[Any]:
    """The newest changes first; htmx asks for further pages with `before`."""
    by = request.user
    lines = await audit_lines(by.department_id, before=before, verb=verb or None, day=day, zone=by.zone)
    context: dict[str, Any] = {"lines": lines, "more": len(lines) == PAGE, "verb": verb or "", "day": day}
    if before is not None and not visited(request):
        return partial(request, "audit/_lines.html", further=True, **context)
    state = await trail_state(by.department_id)
    return page(
        request,
        "audit/trail.html",
        here="audit",
        state=state,
        verbs=await verbs(by.department_id),
        verification=None,
        **context,
    )


@post("/audit/verification", guards=[allow("audit.verify")], include_in_schema=False, status_code=200)
async def verification(request: Request) -> Response[Any]:
    """Seals what waits and walks the whole chain."""
    department_id = request.user.department_id
    found = await seal_and_verify(TRAIL, department_id, datetime.now(UTC))
    return partial(request, "audit/_state.html", state=await trail_state(department_id), verification=found)


handlers = [trail, verification]
