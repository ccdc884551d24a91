"""Rotations on the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, delete, get, post

from backend.people.viewer import Viewer
from backend.rota.months import board
from backend.rota.rotations import (
    RotationForm,
    RotationView,
    add_rotation,
    archive_rotation,
    change_rotation,
    rotation,
    rotations,
)
from backend.rota.routes.month import read_day
from backend.rota.templates import templates
from backend.rules.clock import day_of
from backend.rules.rota import WEEKDAYS
from backend.web.guards import allow
from backend.web.render import page, partial

ROWS = 8


@get("/rota/rotations", guards=[allow("rota.edit")], include_in_schema=False)
async def list_rotations(request: Request) -> Response[Any]:
    """Every rotation."""
    found = await rotations(request.user.department_id)
    return page(request, "rota/rotations.html", here="rota-edit", rotations=found, weekdays=WEEKDAYS)


@get("/rota/rotations/new", guards=[allow("rota.edit")], include_in_schema=False)
async def new_rotation(request: Request, preset: str = "") -> Response[Any]:
    """An empty form, or one filled in as the department's rules propose it."""
    return page(request, "rota/rotation.html", here="rota-edit", **await _context(request.user, None, preset))


@get("/rota/rotations/{rotation_id:int}", guards=[allow("rota.edit")], include_in_schema=False)
async def rotation_form(request: Request, rotation_id: int) -> Response[Any]:
    """The form of one rotation."""
    found = await rotation(request.user.department_id, rotation_id)
    return page(request, "rota/rotation.html", here="rota-edit", **await _context(request.user, found, ""))


@post("/rota/rotations", guards=[allow("rota.edit")], status_code=200, include_in_schema=False)
async def add(request: Request) -> Response[Any]:
    """Adds one and leads back to the list."""
    await add_rotation(request.user, _form(await request.form()), datetime.now(UTC))
    return _to_list()


@post(
    "/rota/rotations/{rotation_id:int}", guards=[allow("rota.edit")], status_code=200, include_in_schema=False
)
async def change(request: Request, rotation_id: int) -> Response[Any]:
    """Changes one and leads back to the list."""
    await rotation(request.user.department_id, rotation_id)
    await change_rotation(request.user, rotation_id, _form(await request.form()), datetime.now(UTC))
    return _to_list()


@delete(
    "/rota/rotations/{rotation_id:int}", guards=[allow("rota.edit")], status_code=200, include_in_schema=False
)
async def archive(request: Request, rotation_id: int) -> Response[Any]:
    """Ends one."""
    await archive_rotation(request.user, rotation_id, datetime.now(UTC))
    found = await rotations(request.user.department_id)
    return partial(request, "rota/_rotations.html", rotations=found, weekdays=WEEKDAYS)


async def _context(viewer: Viewer, found: RotationView | None, preset: str) -> dict[str, Any]:
    today = day_of(datetime.now(UTC), viewer.zone)
    assert viewer.rules is not None
    month = await board(viewer.department_id, today, viewer.rules, viewer.zone)
    offered = viewer.rules.rotations.get(preset)
    pattern = found.pattern if found else offered.pattern if offered else None
    chosen = [person for person, _ in found.members] if found else []
    if offered and not found:
        chosen = [each.id for each in month.members if each.post_code in offered.posts]
    return {
        "rotation": found,
        "offers": viewer.rules.rotations,
        "offered": offered,
        "members": month.members,
        "chosen": chosen,
        "kind": pattern.kind if pattern else "weeks",
        "rows": [list(row) for row in pattern.rows] if pattern else [],
        "templates": await templates(viewer.department_id),
        "weekdays": WEEKDAYS,
        "starts_on": found.starts_on if found else today.replace(day=1),
        "row_count": ROWS,
    }


def _form(form: Any) -> RotationForm:
    """People carry their place in the order as a number beside their name; rows without any code are left out."""
    places = [
        (_place(form.get(f"order-{person}")), n, int(person))
        for n, person in enumerate(form.getall("member", []))
        if str(person).isdecimal()
    ]  # fmt: skip
    kind = str(form.get("kind", ""))
    rows = [[str(form.get(f"{kind}-{n}-{day}", "")).strip() for day in WEEKDAYS] for n in range(ROWS)]
    filled = [row for row in rows if any(cell and cell != "-" for cell in row)]
    return RotationForm(
        str(form.get("name", "")),
        read_day(form.get("starts_on"), "starts_on"),
        [person for _, _, person in sorted(places)],
        kind,
        filled,
    )


def _place(text: Any) -> int:
    return int(text) if str(text or "").isdecimal() else 99


def _to_list() -> Response[Any]:
    return Response(b"", headers={"hx-redirect": "/rota/rotations"})


handlers = [list_rotations, new_rotation, rotation_form, add, change, archive]
