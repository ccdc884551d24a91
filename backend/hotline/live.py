"""What a change makes the hotline do at once, and who sees it: the plan follows, the telephone side, open pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from backend.company.queries import department_zone
from backend.hotline import watches
from backend.hotline.holes import announce
from backend.hotline.now import hotline_now
from backend.hotline.queries import line_of
from backend.hotline.replanning import replan
from backend.infra import bus, jobs
from backend.infra.outbox import Payloads, effect, effect_together
from backend.people.viewer import Viewer
from backend.web.live import topic
from backend.web.render import in_every_language

PAGE = "#hotline-board, #hotline-people"


@topic("hotline")
async def may_hear(viewer: Viewer, key: str) -> bool:
    """The hotline of one's own department."""
    return key == str(viewer.department_id) and viewer.may("hotline.view")


@effect_together("rota.published")
@effect_together("number.verified")
@effect_together("number.changed")
@effect_together("department.rights_changed")
@effect_together("person.left")
@effect_together("person.rights_changed")
@effect_together("hotline.overridden")
@effect_together("hotline.chain_set")
@effect_together("hotline.line_set")
async def follow(department_id: int | None, payloads: Payloads) -> None:
    """Rota, overrides, numbers, rules, people, chain or line have changed: the plan follows at once (R-HOT-3)."""
    line = await line_of(department_id) if department_id is not None else None
    if line is None or department_id is None:
        return
    if line.enabled:
        await replan(line, datetime.now(UTC))
    await show(department_id)


@effect("hotline.line_set")
async def hand_over_anew(department_id: int, line_id: int) -> None:
    """Perhaps another telephone system: it gets the plan, also one that is not new."""
    await jobs.enqueue("control_hotline", line_id)


@effect("hotline.planned")
async def hand_on(department_id: int, line_id: int, version: int) -> None:
    """A new version: the telephone side gets it, holes are announced, the confirmation of the night follows."""
    line, at = await line_of(department_id), datetime.now(UTC)
    if line is None or not line.enabled:
        return
    await jobs.enqueue("control_hotline", line_id)
    await announce(line, at)
    await watches.watch(line, at)
    await show(department_id)


@effect_together("hotline.switched")
@effect_together("hotline.watched")
async def show_again(department_id: int, payloads: Payloads) -> None:
    await show(department_id)


@effect("message.acknowledged")
async def confirm_duty(
    department_id: int, *, kind: str, subject: str, person_id: int, at: str, **_: Any
) -> None:
    """R-HOT-4: who acknowledges the message of their duty has confirmed it."""
    if kind == "hotline.duty":
        await watches.confirm_by_message(department_id, subject, person_id, datetime.fromisoformat(at))


async def show(department_id: int) -> None:
    """The strip goes to everybody who hears the hotline; open pages of it fetch their parts anew."""
    now = await hotline_now(department_id, datetime.now(UTC))
    if now is None:
        return
    zone = await department_zone(department_id)
    await bus.publish(f"hotline:{department_id}", in_every_language("hotline/_strip.html", zone, hotline=now))
    await bus.refresh(f"hotline:{department_id}", PAGE)
