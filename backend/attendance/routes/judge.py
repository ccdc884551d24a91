"""What would the rules say? On the desk."""

from __future__ import annotations

import json
from typing import Any

from litestar import Request, Response, get, post

from backend.attendance.judging import EXAMPLE, judge_text, preset_named
from backend.infra.refusal import Refusal
from backend.rules.presets import PRESETS, load
from backend.web.guards import allow
from backend.web.render import language, page, partial


@get("/attendance/judge", guards=[allow("attendance.view")], include_in_schema=False)
async def judge(request: Request) -> Response[Any]:
    """The form, filled with an example."""
    presets = [(name, load(name).names) for name in PRESETS]
    return page(
        request,
        "attendance/judge.html",
        here="attendance",
        presets=presets,
        example=written(EXAMPLE),
        verdict=None,
    )


@post("/attendance/judge", guards=[allow("attendance.view")], include_in_schema=False, status_code=200)
async def answer(request: Request) -> Response[Any]:
    """The verdict by the department's own rules, or by a preset."""
    form = await request.form()
    name = str(form.get("preset") or "")
    rules = preset_named(name) if name else request.user.rules
    zone = None if name else request.user.zone
    text = str(form.get("day") or "")
    if len(text) > 20_000:
        raise Refusal("shell-error-too-large", 413)
    verdict = judge_text(text, rules, language(request), zone)
    return partial(
        request,
        "attendance/_verdict.html",
        verdict=verdict,
        as_json=json.dumps(verdict, ensure_ascii=False, indent=2),
    )


handlers = [judge, answer]


def written(day: dict[str, Any]) -> str:
    """JSON as a person would write it: one line for each key."""
    lines = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in day.items())
    return "{\n" + ",\n".join(lines) + "\n}"
