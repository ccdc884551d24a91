"""What the rota is made from, for programs: shift templates and rotations."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import Request, delete, get, post, put

from backend.rota import rotations, templates
from backend.rota.routes import shapes
from backend.web.guards import allow

TAGS = ["rota"]


@get("/api/v1/rota/templates", guards=[allow("rota.view")], tags=TAGS)
async def list_templates(request: Request, archived: bool = False) -> list[shapes.Template]:
    """The department's shift templates."""
    found = await templates.templates(request.user.department_id, archived)
    return [shapes.template(each) for each in found]


@post("/api/v1/rota/templates", guards=[allow("rota.edit")], tags=TAGS)
async def add_template(request: Request, data: shapes.TemplateChange) -> shapes.Template:
    """Adds a template."""
    template_id = await templates.add_template(request.user, data.form(), datetime.now(UTC))
    return shapes.template(await templates.template(request.user.department_id, template_id))


@put("/api/v1/rota/templates/{template_id:int}", guards=[allow("rota.edit")], tags=TAGS)
async def change_template(request: Request, template_id: int, data: shapes.TemplateChange) -> shapes.Template:
    """Changes a template; shifts on the rota keep their times."""
    await templates.change_template(request.user, template_id, data.form(), datetime.now(UTC))
    return shapes.template(await templates.template(request.user.department_id, template_id))


@delete("/api/v1/rota/templates/{template_id:int}", guards=[allow("rota.edit")], tags=TAGS)
async def archive_template(request: Request, template_id: int) -> None:
    """Takes a template out of the choice."""
    await templates.archive_template(request.user, template_id, datetime.now(UTC))


@get("/api/v1/rota/rotations", guards=[allow("rota.edit")], tags=TAGS)
async def list_rotations(request: Request) -> list[shapes.Rotation]:
    """The department's rotations."""
    return [shapes.rotation(each) for each in await rotations.rotations(request.user.department_id)]


@post("/api/v1/rota/rotations", guards=[allow("rota.edit")], tags=TAGS)
async def add_rotation(request: Request, data: shapes.RotationChange) -> shapes.Rotation:
    """Adds a rotation."""
    rotation_id = await rotations.add_rotation(request.user, data.form(), datetime.now(UTC))
    return shapes.rotation(await rotations.rotation(request.user.department_id, rotation_id))


@put("/api/v1/rota/rotations/{rotation_id:int}", guards=[allow("rota.edit")], tags=TAGS)
async def change_rotation(request: Request, rotation_id: int, data: shapes.RotationChange) -> shapes.Rotation:
    """Changes a rotation; generated months stay until they are generated again."""
    await rotations.change_rotation(request.user, rotation_id, data.form(), datetime.now(UTC))
    return shapes.rotation(await rotations.rotation(request.user.department_id, rotation_id))


@delete("/api/v1/rota/rotations/{rotation_id:int}", guards=[allow("rota.edit")], tags=TAGS)
async def archive_rotation(request: Request, rotation_id: int) -> None:
    """Ends a rotation."""
    await rotations.archive_rotation(request.user, rotation_id, datetime.now(UTC))


handlers = [
    list_templates, add_template, change_template, archive_template,
    list_rotations, add_rotation, change_rotation, archive_rotation,
]  # fmt: skip
