"""The people and shifts of a changeover, and what a story asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.duties.queries import Log, handover_logs, open_logs
from backend.duties.sweeping import sweep_handovers
from backend.infra import db
from tests.support.shop import Colleague, Shop

DAY = "2026-11-02"
NEXT = "2026-11-03"


@dataclass
class Changeover:
    """Lin and He have the early shift, Zhou the late one; the next morning He comes. Luo leads."""

    shop: Shop
    lin: Colleague
    he: Colleague
    zhou: Colleague
    luo: Colleague

    def at(self, wall: str, day: str = DAY) -> datetime:
        return self.shop.clock(day, wall)

    async def sweep(self, wall: str, day: str = DAY) -> int:
        return await sweep_handovers(self.at(wall, day), self.shop.department_id)

    async def opened(self) -> Log:
        """The only log that is open now."""
        logs = await open_logs(self.shop.department_id)
        assert len(logs) == 1, logs
        return logs[0]

    async def logs(self) -> list[Log]:
        return await handover_logs(self.shop.department_id)


async def a_changeover(shop: Shop) -> Changeover:
    lin, he, zhou = [await shop.hire(name) for name in ("林晓", "何静", "周敏")]
    luo = await shop.hire("罗帆", role="lead")
    await shop.shift(lin, DAY, ("08:30", "16:00"))
    await shop.shift(he, DAY, ("08:30", "16:00"))
    await shop.shift(zhou, DAY, ("15:30", "23:00"))
    await shop.shift(he, NEXT, ("08:30", "16:00"))
    return Changeover(shop, lin, he, zhou, luo)


async def told(shop: Shop, kind: str) -> list[str]:
    """Who has been told of something of this kind, by name."""
    rows = await db.fetch(
        "SELECT person.name FROM message JOIN person ON person.id = message.person_id "
        "WHERE message.department_id = $1 AND message.kind = $2 ORDER BY person.name",
        shop.department_id, kind,
    )  # fmt: skip
    return [row["name"] for row in rows]
