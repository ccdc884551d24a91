"""What happens elsewhere and whom it concerns: events of other domains become messages here, in one place."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.infra import db
from backend.infra.outbox import effect
from backend.notifications.actions import tell, withdraw
from backend.notifications.audience import audience

PAST = timedelta(days=1)


@effect("rota.published")
async def tell_of_the_rota(
    department_id: int,
    *,
    month: str,
    version: int,
    person_ids: list[int],
    days: dict[str, int] | None = None,
    **_: Any,
) -> None:
    """Whoever's days have changed hears of it; of a month that is over nobody wants to hear."""
    now = datetime.now(UTC)
    if _over(month, now):
        return
    async with db.transaction():
        for person_id in person_ids:
            await tell(
                "rota.published", department_id, f"rota:{month}:{version}", now, person_ids=[person_id], url="/rota",
                month=month, days=(days or {}).get(str(person_id), 1),
            )  # fmt: skip


@effect("punch.recorded")
async def tell_of_a_waiting_punch(
    department_id: int, *, person_id: int, punch_id: int | None = None, waits: bool = False, **_: Any
) -> None:
    """The leads hear of a punch that only counts when they say so."""
    if not waits or punch_id is None:
        return
    async with db.transaction():
        await _tell_deciders(department_id, f"punch:{punch_id}", person_id, datetime.now(UTC))


@effect("punch.decided")
async def withdraw_a_decided_punch(department_id: int, *, punch_id: int, **_: Any) -> None:
    """One lead has answered: the others need not look any more."""
    async with db.transaction():
        await withdraw("attendance.waiting", department_id, f"punch:{punch_id}", datetime.now(UTC))


@effect("correction.asked")
async def tell_of_an_asked_correction(
    department_id: int, *, correction_id: int | None = None, person_id: int, **_: Any
) -> None:
    if correction_id is None:
        return
    async with db.transaction():
        await _tell_deciders(department_id, f"correction:{correction_id}", person_id, datetime.now(UTC))


@effect("correction.approved")
@effect("correction.rejected")
@effect("correction.withdrawn")
async def withdraw_an_answered_correction(
    department_id: int, *, correction_id: int | None = None, **_: Any
) -> None:
    if correction_id is not None:
        async with db.transaction():
            await withdraw(
                "attendance.waiting", department_id, f"correction:{correction_id}", datetime.now(UTC)
            )


async def _tell_deciders(department_id: int, subject: str, person_id: int, at: datetime) -> None:
    """Nobody decides about themselves (R-APPR-2): a lead's own punch goes to another one, else to the managers."""
    name = await db.fetchval("SELECT name FROM person WHERE id = $1", person_id)
    for who in ("leads", "managers"):
        people = [each for each in await audience(department_id, who, at) if each != person_id]
        if people:
            await tell(
                "attendance.waiting",
                department_id,
                subject,
                at,
                person_ids=people,
                url="/attendance",
                name=name,
            )
            return


def _over(month: str, at: datetime) -> bool:
    first = date.fromisoformat(f"{month}-01")
    after = (first + timedelta(days=32)).replace(day=1)
    return datetime.combine(after, datetime.min.time(), UTC) + PAST < at
