"""A night of messages under a clock of the story: what is due is sent, then the clock moves to what is due next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.infra import db
from backend.notifications.recording import LEASE
from backend.notifications.sending import send_due
from backend.phones.subscriptions import subscribe
from tests.support.push_service import Phone, PushService
from tests.support.shop import Colleague, Shop


@dataclass
class Night:
    """`at` is the time of the story; phones of the story report to `service`."""

    at: datetime
    service: PushService

    @classmethod
    async def begin(cls, shop: Shop, service: PushService, wall: str = "20:45") -> Night:
        """Tomorrow by the real clock, so that log-ins have begun; nothing of other stories is left to do."""
        day = datetime.now(shop.zone).date() + timedelta(days=1)
        await db.execute("UPDATE message SET due_at = NULL WHERE due_at IS NOT NULL")
        await db.execute("UPDATE delivery SET state = 'dropped' WHERE state IN ('planned', 'sending')")
        night = cls(shop.clock(day, wall), service)
        service.clock = night.clock
        return night

    def clock(self) -> datetime:
        return self.at

    async def phone(self, colleague: Colleague) -> Phone:
        """The colleague's phone, with notifications switched on."""
        phone = self.service.phone()
        await subscribe(await colleague.viewer(), phone.subscription, datetime.now(UTC))
        return phone

    async def send(self) -> None:
        """Everything that is due at this moment."""
        while await send_due(self.clock):
            pass

    async def pass_until(self, until: datetime, look: Callable[[], None] = lambda: None) -> None:
        """Sends whatever falls due up to `until`, each at its time."""
        await self.send()
        while (due := await db.fetchval(_NEXT, LEASE)) is not None and due <= until:
            self.at = max(due, self.at)
            await self.send()
            look()
        self.at = until
        await self.send()

    async def minutes(self, count: float) -> None:
        await self.pass_until(self.at + timedelta(minutes=count))


async def story(message_id: int) -> list[str]:
    """The facts of one message, in their order."""
    rows = await db.fetch(
        "SELECT what, detail FROM message_event WHERE message_id = $1 ORDER BY id", message_id
    )
    return [f"{row['what']} {row['detail']}".strip() for row in rows]


async def state_of(message_id: int) -> Any:
    return await db.fetchval("SELECT state FROM message WHERE id = $1", message_id)


_NEXT = """
SELECT min(at) FROM (
    SELECT due_at AS at FROM message WHERE due_at IS NOT NULL
    UNION ALL SELECT again_at FROM delivery WHERE state = 'planned' AND carried_by IS NULL
    UNION ALL SELECT claimed_at + $1::interval + interval '1 millisecond' FROM delivery WHERE state = 'sending'
) AS due
"""
