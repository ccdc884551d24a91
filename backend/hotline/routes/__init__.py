"""Every page of the hotline."""

from __future__ import annotations

from backend.hotline import live  # noqa: F401  # registers what follows
from backend.hotline.routes import duty, page, settings

handlers = [*page.handlers, *duty.handlers, *settings.handlers]
