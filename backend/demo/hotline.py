"""The demo's hotline: a made-up 400 number that has followed the demo's rota for some days, on a telephone system that
nobody runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.company.queries import rules_of
from backend.company.rules_changes import change_rules
from backend.demo.cast import HOTLINE, OFFICE
from backend.hotline.controller import control
from backend.hotline.facts import hours_of
from backend.hotline.holes import announce
from backend.hotline.lines import LineForm, set_line
from backend.hotline.overrides import take
from backend.hotline.queries import line_of
from backend.infra import db
from backend.people.viewer import Program, Viewer
from backend.rules.clock import Interval
from backend.rules.hotline import stretches
from backend.rules.presets import Preset

DAYS_SWITCHED = 3
AN_HOUR_LATER, TAKEN_FOR = timedelta(hours=1, minutes=10), timedelta(minutes=90)


async def live_with_hotline(by: Program, zone: ZoneInfo, helper: Viewer, at: datetime) -> None:
    """Sets it up some days ago and lets it switch ever since; on the last evening `helper` takes it for a while."""
    started = at - timedelta(days=DAYS_SWITCHED)
    rules = await _switch_on(by, started)
    await set_line(by, LineForm(HOTLINE, OFFICE, "webhook", {"form": "json"}), started)
    line = await line_of(by.department_id)
    assert line is not None
    lived = list(stretches(hours_of(rules, zone), Interval(started, at)))
    evenings = [each.span.start + AN_HOUR_LATER for each in lived if each.night]
    taken = max((evening for evening in evenings if evening + TAKEN_FOR < at), default=None)
    moments = {max(started, each.span.start) for each in lived} | {at}
    if taken is not None:
        moments |= {taken, taken + TAKEN_FOR}
    for moment in sorted(moments):
        if moment == taken:
            await take(helper, moment + TAKEN_FOR, moment)
        await control(line.id, moment)
    await announce(line, at)


async def _switch_on(by: Program, at: datetime) -> Preset:
    """The preset's departments have no hotline of their own: this one turns it on for its customer service."""
    rules = await rules_of(by.department_id)
    version = await db.fetchval("SELECT rules_version FROM department WHERE id = $1", by.department_id)
    wanted = replace(rules, hotline=replace(rules.hotline, enabled=True, duty_posts=("customer-service",)))
    await change_rules(by, wanted, version, at)
    return wanted
