"""After-sales under /api/v1: everything that its screens do."""

from __future__ import annotations

from typing import Any

from backend.orders.cases.api import reading, steps

handlers: list[Any] = [*reading.handlers, *steps.handlers]
