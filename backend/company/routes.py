"""The company and its departments, for its administrators."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, get, post

from backend.company.actions import (
    appoint_admin,
    archive_department,
    create_department,
    describe_company,
    dismiss_admin,
    enter_department,
    rename_department,
)
from backend.company.queries import admins, company, departments
from backend.rules.presets import PRESETS, load
from backend.web.guards import company_admin
from backend.web.onward import fields, onward
from backend.web.render import page

ZONES = (
    *("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei", "Asia/Singapore"),
    *(
        "Asia/Tokyo",
        "Asia/Dubai",
        "Europe/London",
        "Europe/Berlin",
        "America/New_York",
        "America/Los_Angeles",
        "UTC",
    ),
)


@get("/departments", guards=[company_admin], include_in_schema=False)
async def departments_page(request: Request, done: str = "") -> Response[Any]:
    """Every department, and the way into it."""
    return page(
        request,
        "company/departments.html",
        here="departments",
        departments=await departments(),
        company=await company(),
        presets=_presets(),
        done=done,
    )


@get("/departments/new", guards=[company_admin], include_in_schema=False)
async def founding_page(request: Request, preset: str = PRESETS[0]) -> Response[Any]:
    """A preset in words, and the form that founds a department from it."""
    chosen = preset if preset in PRESETS else PRESETS[0]
    return page(
        request,
        "company/found.html",
        here="departments",
        presets=_presets(),
        chosen=chosen,
        rules=load(chosen),
        zones=ZONES,
    )


@post("/departments", guards=[company_admin], include_in_schema=False)
async def founding(request: Request) -> Response[Any]:
    """Founds a department and goes into it, to its posts and people."""
    by, given, at = request.user, await fields(request), datetime.now(UTC)
    department_id = await create_department(
        given.get("name", ""),
        given.get("preset", ""),
        at,
        zone=given.get("zone") or "Asia/Shanghai",
        by=by.person_id,
    )
    if not by.by_token:
        await enter_department(by.person_id, by.session_id, department_id, at)
    return onward(request, "/people")


@post("/departments/{department_id:int}/entry", guards=[company_admin], include_in_schema=False)
async def entry(request: Request, department_id: int) -> Response[Any]:
    """Works in another department from now on."""
    await enter_department(request.user.person_id, request.user.session_id, department_id, datetime.now(UTC))
    return onward(request, "/floor")


@post("/departments/{department_id:int}/name", guards=[company_admin], include_in_schema=False)
async def renaming(request: Request, department_id: int) -> Response[Any]:
    """Another name."""
    given = await fields(request)
    await rename_department(request.user.person_id, department_id, given.get("name", ""), datetime.now(UTC))
    return onward(request, "/departments?done=renamed")


@post("/departments/{department_id:int}/archive", guards=[company_admin], include_in_schema=False)
async def closing(request: Request, department_id: int) -> Response[Any]:
    """Closes a department in which nobody works any more."""
    await archive_department(request.user.person_id, department_id, datetime.now(UTC))
    return onward(request, "/departments?done=archived")


@get("/company", guards=[company_admin], include_in_schema=False)
async def company_page(request: Request, done: str = "") -> Response[Any]:
    """Name, language and administrators."""
    return page(
        request,
        "company/company.html",
        here="departments",
        company=await company(),
        admins=await admins(),
        done=done,
    )


@post("/company", guards=[company_admin], include_in_schema=False)
async def description(request: Request) -> Response[Any]:
    """Puts name and language right."""
    given = await fields(request)
    await describe_company(
        request.user.person_id, given.get("name", ""), given.get("lang", ""), datetime.now(UTC)
    )
    return onward(request, "/company?done=described")


@post("/company/administrators", guards=[company_admin], include_in_schema=False)
async def appointment(request: Request) -> Response[Any]:
    """One more administrator."""
    given = await fields(request)
    await appoint_admin(request.user.person_id, given.get("login", ""), datetime.now(UTC))
    return onward(request, "/company?done=appointed")


@post("/company/administrators/{person_id:int}/dismissal", guards=[company_admin], include_in_schema=False)
async def dismissal(request: Request, person_id: int) -> Response[Any]:
    """One administrator fewer."""
    await dismiss_admin(request.user.person_id, person_id, datetime.now(UTC))
    return onward(request, "/company?done=dismissed")


def _presets() -> list[Any]:
    return [load(name) for name in PRESETS]


handlers: list[Any] = [
    departments_page,
    founding_page,
    founding,
    entry,
    renaming,
    closing,
    company_page,
    description,
    appointment,
    dismissal,
]
