"""The roster: who works here, taking somebody on, and the list for a spreadsheet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post

from backend.people.hiring import hire
from backend.people.particulars import read_date
from backend.people.roster import PAGE_SIZE, STATES, roster, roster_csv
from backend.people.routes.choices import choices_for
from backend.people.staff_file import FIELDS
from backend.web.guards import allow
from backend.web.onward import fields, onward
from backend.web.render import language, page, partial, say


@get("/people", guards=[allow("people.view")], include_in_schema=False)
async def roster_page(
    request: Request,
    search: str = "",
    post_code: str = "",
    role: str = "",
    level: str = "",
    status: str = "",
    number: int = 1,
    done: str = "",
) -> Response[Any]:
    """Everybody of the department; htmx asks for the list alone while somebody types."""
    by = request.user
    found = await roster(
        by.department_id,
        datetime.now(UTC),
        search=search,
        post=post_code,
        role=role,
        level=int(level) if level in ("1", "2", "3") else None,
        state=status if status in STATES else "",
        page=number,
    )
    context: dict[str, Any] = {
        "found": found,
        "number": max(number, 1),
        "pages": -(-found.total // PAGE_SIZE),
        "asked": {"search": search, "post_code": post_code, "role": role, "level": level, "status": status},
    }
    if request.headers.get("hx-target", "").endswith("roster"):
        return partial(request, "people/_roster.html", **context)
    return page(
        request,
        "people/roster.html",
        here="people",
        done=done,
        **await choices_for(request),
        **context,
    )


@get("/people/roster.csv", guards=[allow("people.manage")], include_in_schema=False)
async def roster_file(request: Request) -> Response[bytes]:
    """The list for a spreadsheet; an import reads it again."""
    headings = [say(request, f"people-field-{field}") for field in FIELDS]
    text = await roster_csv(request.user.department_id, headings, language(request))
    name = quote(say(request, "people-export-name") + ".csv")
    disposition = f"attachment; filename=\"roster.csv\"; filename*=UTF-8''{name}"
    return Response(text.encode(), media_type="text/csv", headers={"content-disposition": disposition})


@get("/people/new", guards=[allow("people.manage")], include_in_schema=False)
async def hiring_page(request: Request) -> Response[Any]:
    """The form for somebody new."""
    return page(request, "people/hire.html", here="people", **await choices_for(request))


@post("/people", guards=[allow("people.manage")], include_in_schema=False)
async def take_on(request: Request) -> Response[Any]:
    """Adds somebody and goes to their page, where they are invited."""
    given = await fields(request)
    person_id = await hire(
        request.user,
        given.get("name", ""),
        given.get("login") or None,
        datetime.now(UTC),
        post=given.get("post") or None,
        mobile=given.get("mobile"),
        employee_number=given.get("employee_number"),
        joined_on=read_date(given.get("joined_on"), "joined_on"),
    )
    return onward(request, f"/people/{person_id}?done=hired")


handlers: list[Any] = [roster_page, roster_file, hiring_page, take_on]
