"""Who may hear what of the rota, and what a publication makes phones do."""

from __future__ import annotations

from backend.infra import bus
from backend.infra.outbox import effect
from backend.people.viewer import Viewer
from backend.web.live import topic

MINE = "#rota-mine, #rota-month-heat, #clock-card"
TEAM = "#rota-team, #rota-board"


@topic("person")
async def may_hear_person(viewer: Viewer, key: str) -> bool:
    """What is one's own."""
    return key == str(viewer.person_id)


@topic("rota")
async def may_hear_rota(viewer: Viewer, key: str) -> bool:
    """The rota of one's department."""
    return key == str(viewer.department_id) and viewer.may("rota.view")


@effect("rota.published")
async def show_publication(
    department_id: int, month: str, version: int, person_ids: list[int], **_: object
) -> None:
    """Phones of those whose days changed fetch them anew, everybody the team's week; rights follow the new shifts."""
    for person_id in person_ids:
        await bus.refresh(f"person:{person_id}", MINE)
        await bus.rights_changed(person_id=person_id)
    await bus.refresh(f"rota:{department_id}", TEAM)


@effect("rota.drafted")
async def show_draft(department_id: int, month: str) -> None:
    """Another editor who looks at the same month sees the change; nobody else has this fragment on their page."""
    await bus.refresh(f"rota:{department_id}", f'#rota-board[data-month="{month}"]')


@effect("rota.shift_edge")
async def ask_again(department_id: int, person_ids: list[int]) -> None:
    """A shift began or ended: what those people may hear is asked anew."""
    for person_id in person_ids:
        await bus.rights_changed(person_id=person_id)
