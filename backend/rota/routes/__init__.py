"""The rota over HTTP: pages for people, /api/v1 for programs."""

from __future__ import annotations

from typing import Any

from backend.rota import live
from backend.rota.routes import (
    api,
    calendar,
    feeds,
    generation,
    month,
    publication,
    rotations,
    shifts,
    templates,
    week,
)

handlers: list[Any] = [
    handler
    for part in (week, feeds, calendar, month, shifts, generation, publication, templates, rotations, api)
    for handler in part.handlers
]

__all__ = ["handlers", "live"]
