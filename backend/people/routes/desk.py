"""Everything about people on the desk and under /api/v1, but getting in."""

from __future__ import annotations

from typing import Any

from backend.people.routes import desk_api, levels, person, posts, roster, roster_api, staff_import

handlers: list[Any] = [
    handler
    for module in (roster, person, levels, posts, staff_import, roster_api, desk_api)
    for handler in module.handlers
]
