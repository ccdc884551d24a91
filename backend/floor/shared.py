"""What everybody's Today shows alike: read in one round trip, once for all who open it in the same second."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from backend.duties.queries import OPEN_LOGS, Log
from backend.hotline.calls.queries import OPEN_CALLBACKS, OpenCallback
from backend.hotline.now import HOTLINE_NOW, HotlineNow
from backend.infra import db
from backend.infra.together import Read, read_together
from backend.orders.waiting import WAITING_ORDERS, Load
from backend.rota.duty import ON_SHIFT, OnShift
from backend.web.render import fragment

READS: tuple[Read, ...] = (ON_SHIFT, HOTLINE_NOW, OPEN_CALLBACKS, OPEN_LOGS, WAITING_ORDERS)
FRESH_SECONDS = 1.0
MOST_KEPT = 512


@dataclass(frozen=True, slots=True)
class Shared:
    """The floor, the hotline, who waits to be called back, what is being handed over and which orders wait, at `at`."""

    department_id: int
    at: datetime
    on_shift: OnShift
    hotline: HotlineNow | None
    callbacks: tuple[OpenCallback, ...]
    handovers: tuple[Log, ...]
    orders: Load
    _html: dict[tuple[str, str], Markup] = field(default_factory=dict)

    def strip(self, lang: str, zone: ZoneInfo) -> Markup:
        """Who is on the floor, ready-made."""
        return self._made("floor/_strip.html", lang, zone, on_shift=self.on_shift)

    def hotline_strip(self, lang: str, zone: ZoneInfo) -> Markup:
        """Whom the 400 number reaches, ready-made."""
        return self._made("hotline/_strip.html", lang, zone, hotline=self.hotline)

    def _made(self, template: str, lang: str, zone: ZoneInfo, **context: Any) -> Markup:
        if (template, lang) not in self._html:
            self._html[template, lang] = Markup(fragment(template, lang, zone, **context))  # noqa: S704  # our own
        return self._html[template, lang]


async def shared_today(department_id: int, at: datetime) -> Shared:
    """At most a second old. A phone fetches each part anew as soon as it hears of a change, so nobody keeps an old
    one."""
    known = _kept.get(department_id)
    if known is None or not 0 <= (at - known.at).total_seconds() < FRESH_SECONDS:
        found = await read_together(READS, department_id, at)
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        known = _kept[department_id] = Shared(department_id, at, **found)
    return known


_kept: dict[int, Shared] = {}
db.of_one_database(_kept.clear)
