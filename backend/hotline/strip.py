"""Where the 400 number goes now, as Today shows it: made once for all who open it in the same second."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from backend.hotline.now import hotline_now
from backend.web.render import fragment

FRESH_SECONDS = 1.0
MOST_KEPT = 512


async def hotline_strip(department_id: int, lang: str, zone: ZoneInfo, at: datetime) -> Markup:
    """At most a second old; open phones hear of every switch. Empty where the department has no hotline."""
    known = _kept.get((department_id, lang))
    if known is not None and 0 <= (at - known[0]).total_seconds() < FRESH_SECONDS:
        return known[1]
    now = await hotline_now(department_id, at)
    html = Markup(fragment("hotline/_strip.html", lang, zone, hotline=now))  # noqa: S704  # our own template
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[department_id, lang] = (at, html)
    return html


_kept: dict[tuple[int, str], tuple[datetime, Markup]] = {}
