"""Who is on the floor, as every phone of a department shows it: made once for all who open Today in the same second."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from backend.rota.duty import who_is_on_shift
from backend.web.render import fragment

FRESH_SECONDS = 1.0
MOST_KEPT = 512


async def strip_of(department_id: int, lang: str, zone: ZoneInfo, at: datetime) -> Markup:
    """At most a second old. A phone fetches it anew as soon as it hears the floor, so nobody keeps an old one."""
    known = _kept.get((department_id, lang))
    if known is not None and 0 <= (at - known[0]).total_seconds() < FRESH_SECONDS:
        return known[1]
    on_shift = await who_is_on_shift(department_id, at)
    html = Markup(fragment("floor/_strip.html", lang, zone, on_shift=on_shift))  # noqa: S704  # our own template
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[department_id, lang] = (at, html)
    return html


_kept: dict[tuple[int, str], tuple[datetime, Markup]] = {}
