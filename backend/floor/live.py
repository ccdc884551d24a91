"""What the floor shows by itself: after a punch, the person's row on the board and the strip on the phones."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.company.queries import department_zone, rules_of
from backend.floor.queries import people_of_the_day
from backend.floor.standing import Floor, floor_at
from backend.infra import bus
from backend.infra.outbox import Payloads, effect_together
from backend.people.viewer import Viewer
from backend.rota.access import may_hear_floor
from backend.rota.duty import who_is_on_shift
from backend.rules.clock import day_of
from backend.web.live import topic
from backend.web.render import in_every_language


@topic("floor")
async def may_hear(viewer: Viewer, key: str) -> bool:
    """One's own department's floor: those who look after it always, everybody else while on shift."""
    return key.isdecimal() and await may_hear_floor(viewer, int(key), datetime.now(UTC))


@effect_together("punch.recorded")
@effect_together("punch.decided")
async def show(department_id: int, payloads: Payloads) -> None:
    """A punch, or a decision about one, is seen at once; in a rush those that wait together are seen together."""
    people = {payload["person_id"] for payload in payloads}
    moved = {
        payload["person_id"] for payload in payloads if payload.get("kind") not in ("break_out", "break_in")
    }
    await publish(department_id, people, datetime.now(UTC))
    for person_id in moved:
        await bus.rights_changed(person_id=person_id)


async def floor_now(department_id: int, at: datetime) -> Floor:
    """The board of a department at a moment."""
    zone, rules = await department_zone(department_id), await rules_of(department_id)
    today = day_of(at, zone)
    return floor_at(await people_of_the_day(department_id, today, at), at, today, rules.attendance, zone)


async def publish(department_id: int, person_ids: set[int], at: datetime) -> None:
    """Sends the rows of these people, the figures above them and the strip."""
    zone = await department_zone(department_id)
    floor, on_shift = await floor_now(department_id, at), await who_is_on_shift(department_id, at)
    rows = [row for row in floor.rows if row.person_id in person_ids]
    html = in_every_language(
        "floor/_changes.html", zone, floor=floor, rows=rows, on_shift=on_shift, department_id=department_id
    )
    await bus.publish(f"floor:{department_id}", html)
    if any(
        not row.shifts for row in rows
    ):  # whoever has come without a shift has no row on an open board yet
        await bus.refresh(f"floor:{department_id}", "#floor-board")
