"""How a test went, step by step: sent, arrived, seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from backend.infra import db
from backend.people.devices_browser import BrowserName, browser_name

WATCHED = timedelta(seconds=60)
"""After this long without a word nothing is expected any more."""
SHOWN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Way:
    """One phone that the test was sent to, or the open pages (`device_id` None). `refused`: the push service did not
    take it, or the phone's address was dead."""

    device_id: int | None
    name: str
    browser: BrowserName
    sent_at: datetime | None
    arrived_at: datetime | None
    seen_at: datetime | None
    refused: bool
    waits: bool

    @property
    def arrived(self) -> bool:
        return self.arrived_at is not None or self.seen_at is not None


@dataclass(frozen=True, slots=True)
class Trial:
    """The last test. `running`: something may still come of it."""

    told_at: datetime
    phones: tuple[Way, ...]
    pages: Way | None
    running: bool

    @property
    def silent(self) -> bool:
        """Nothing arrived anywhere, and nothing will."""
        return not self.running and not any(way.arrived for way in self.phones)


async def trial_of(person_id: int, at: datetime) -> Trial | None:
    """The person's last test, while it is worth looking at; None before the first."""
    rows = await db.fetch(_TRIAL, person_id, at - SHOWN)
    if not rows:
        return None
    ways = [_way(row) for row in rows if row["channel"] is not None]
    phones = tuple(way for way in ways if way.device_id is not None)
    finished = bool(phones) and all(way.seen_at or way.refused for way in phones)
    return Trial(
        rows[0]["told_at"],
        phones,
        next((way for way in ways if way.device_id is None), None),
        at - rows[0]["told_at"] < WATCHED and not finished,
    )


_TRIAL = """
WITH last AS (
    SELECT id, told_at FROM message WHERE person_id = $1 AND kind = 'test' AND told_at > $2 ORDER BY id DESC LIMIT 1
)
SELECT last.told_at, delivery.channel, delivery.state, delivery.sent_at, delivery.delivered_at, delivery.seen_at,
    device.id AS device_id, device.name, device.user_agent
FROM last LEFT JOIN delivery ON delivery.message_id = last.id AND delivery.channel IN ('push', 'live')
LEFT JOIN push_subscription ON delivery.channel = 'push' AND push_subscription.id = delivery.target_id
LEFT JOIN device ON device.id = push_subscription.device_id
ORDER BY delivery.id
"""


def _way(row: Any) -> Way:
    return Way(
        row["device_id"],
        row["name"] or "",
        browser_name(row["user_agent"] or ""),
        row["sent_at"],
        row["delivered_at"],
        row["seen_at"],
        row["state"] in ("refused", "gone", "dropped", "unknown"),
        row["state"] in ("planned", "sending"),
    )
