"""Who sees at once that somebody waits to be rung, and that a number has been verified or has changed."""

from __future__ import annotations

from typing import Any

from backend.infra import bus
from backend.infra.outbox import effect
from backend.people.viewer import Viewer
from backend.web.live import topic

LIST = "#numbers, #person-number"
MINE = "#my-number"


@topic("numbers")
async def may_hear_numbers(viewer: Viewer, key: str) -> bool:
    """Those who verify, in their own department."""
    verifies = viewer.may("hotline.manage") or viewer.may("people.manage")
    return key == str(viewer.department_id) and verifies


@effect("number.code_asked")
@effect("number.verified")
@effect("number.changed")
async def show_number(department_id: int | None, *, person_id: int, **_: Any) -> None:
    """The leads' list and the owner's own page are fetched anew."""
    if department_id is not None:
        await bus.refresh(f"numbers:{department_id}", LIST)
    await bus.refresh(f"person:{person_id}", MINE)


@effect("number.code_wrong")
async def show_tries(department_id: int | None, *, person_id: int, way: str, **_: Any) -> None:
    """A spent code disappears from its owner's screen; whoever typed it reads the refusal, which nothing wipes away."""
    if way == "call":
        await bus.refresh(f"person:{person_id}", MINE)


@effect("number.code_sent")
async def show_sent(department_id: int | None, *, person_id: int, **_: Any) -> None:
    """A code that did not go out says so to who waits for it."""
    await bus.refresh(f"person:{person_id}", MINE)
