"""What the select boxes of the people pages offer."""

from __future__ import annotations

from typing import Any

from litestar import Request

from backend.people.posts import posts
from backend.web.render import language


async def choices_for(request: Request) -> dict[str, Any]:
    """`post_choices` and `role_choices` as (value, text) in the reader's language; `role_names` by role."""
    by, lang = request.user, language(request)
    key = "en" if lang == "en" else "zh"
    role_names = {code: role.names.of(lang) for code, role in by.rules.roles.items()}
    return {
        "post_choices": [(card.code, card.names[key]) for card in await posts(by.department_id)],
        "role_choices": list(role_names.items()),
        "role_names": role_names,
    }
