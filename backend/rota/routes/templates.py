"""Shift templates on the desk."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Request, Response, delete, get, post

from backend.rota.templates import (
    COLOURS,
    TemplateForm,
    add_template,
    archive_template,
    change_template,
    restore_template,
    template,
    templates,
)
from backend.web.guards import allow
from backend.web.parts import part_of
from backend.web.render import page, partial


@get("/rota/templates", guards=[allow("rota.edit")], include_in_schema=False)
async def list_templates(request: Request) -> Response[Any]:
    """Every template, the archived ones at the end."""
    return page(request, "rota/templates.html", here="rota-edit", templates=await _all(request))


@get("/rota/templates/new", guards=[allow("rota.edit"), part_of("/rota/templates")], include_in_schema=False)
async def new_template(request: Request) -> Response[Any]:
    """An empty form."""
    return partial(request, "rota/_template_form.html", edited=None, colours=COLOURS)


@get(
    "/rota/templates/{template_id:int}",
    guards=[allow("rota.edit"), part_of("/rota/templates")],
    include_in_schema=False,
)
async def template_form(request: Request, template_id: int) -> Response[Any]:
    """The form of one template."""
    found = await template(request.user.department_id, template_id)
    return partial(request, "rota/_template_form.html", edited=found, colours=COLOURS)


@post("/rota/templates", guards=[allow("rota.edit")], status_code=200, include_in_schema=False)
async def add(request: Request) -> Response[Any]:
    """Adds one and answers with the list."""
    await add_template(request.user, _form(await request.form()), datetime.now(UTC))
    return await _listed(request)


@post(
    "/rota/templates/{template_id:int}", guards=[allow("rota.edit")], status_code=200, include_in_schema=False
)
async def change(request: Request, template_id: int) -> Response[Any]:
    """Changes one and answers with the list."""
    await change_template(request.user, template_id, _form(await request.form()), datetime.now(UTC))
    return await _listed(request)


@delete(
    "/rota/templates/{template_id:int}", guards=[allow("rota.edit")], status_code=200, include_in_schema=False
)
async def archive(request: Request, template_id: int) -> Response[Any]:
    """Takes one out of the choice."""
    await archive_template(request.user, template_id, datetime.now(UTC))
    return await _listed(request)


@post(
    "/rota/templates/{template_id:int}/restoration",
    guards=[allow("rota.edit")],
    status_code=200,
    include_in_schema=False,
)
async def restore(request: Request, template_id: int) -> Response[Any]:
    """Brings one back into the choice."""
    await restore_template(request.user, template_id, datetime.now(UTC))
    return await _listed(request)


async def _all(request: Request) -> Any:
    return await templates(request.user.department_id, archived=True)


async def _listed(request: Request) -> Response[Any]:
    return partial(request, "rota/_templates.html", templates=await _all(request))


def _form(form: Any) -> TemplateForm:
    minutes = str(form.get("break_minutes") or "0")
    return TemplateForm(
        str(form.get("code", "")),
        str(form.get("zh", "")),
        str(form.get("en", "")),
        list(zip(map(str, form.getall("start", [])), map(str, form.getall("end", [])), strict=False)),
        int(minutes) if minutes.isdecimal() else -1,
        str(form.get("colour", "")),
        str(form.get("seen", "")),
    )


handlers = [list_templates, new_template, template_form, add, change, archive, restore]
