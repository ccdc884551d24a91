"""What happens elsewhere and whom it concerns: the rota, punches that wait, and the head of the audit trail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from backend.attendance.reviews import decide_punch
from backend.audit.queries import trail_state
from backend.audit.sealing import seal_department
from backend.audit.trail import TRAIL
from backend.infra import db
from backend.notifications import events  # noqa: F401  # registers what follows
from backend.notifications.heads import tell_heads
from backend.notifications.robots import put_up_robot
from backend.rota.shifts import set_shift
from tests.rota.planning import NOW, publish_november, template_id
from tests.support.attendance import tap
from tests.support.messages import Night
from tests.support.push_service import PushService
from tests.support.robot_house import RobotHouse
from tests.support.shop import Shop

Drain = Callable[[], Awaitable[int]]


async def _messages(shop: Shop, kind: str) -> list[Any]:
    return await db.fetch(
        "SELECT person_id, subject, args, state FROM message WHERE department_id = $1 AND kind = $2 ORDER BY id",
        shop.department_id,
        kind,
    )


async def test_whose_days_changed_hears_of_the_rota(shop: Shop, drain: Drain) -> None:
    """The rota of a month to come; whoever is not in it hears nothing, and a retry of the event tells nobody twice."""
    from backend.notifications.events import tell_of_the_rota

    lin, zhou = await shop.hire("林晓"), await shop.hire("周敏")
    month = (datetime.now(UTC) + timedelta(days=40)).strftime("%Y-%m")
    payload = {"month": month, "version": 1, "person_ids": [lin.person_id], "days": {str(lin.person_id): 5}}
    await tell_of_the_rota(shop.department_id, **payload)
    await tell_of_the_rota(shop.department_id, **payload)
    (message,) = await _messages(shop, "rota.published")
    assert (message["person_id"], message["args"]) == (lin.person_id, {"month": month, "days": 5})
    await tell_of_the_rota(shop.department_id, month="2025-01", version=1, person_ids=[zhou.person_id])
    assert len(await _messages(shop, "rota.published")) == 1


async def test_a_publication_says_how_many_days_of_whom(shop: Shop) -> None:
    lin, zhou = await shop.hire("林晓"), await shop.hire("周敏")
    day = await template_id(shop, "day")
    for who, dates in ((lin, (2, 3, 4)), (zhou, (5,))):
        for date_of_month in dates:
            await set_shift(shop.program, who.person_id, date(2026, 11, date_of_month), NOW, template_id=day)
    await publish_november(shop)
    payload = await db.fetchval(
        "SELECT payload FROM outbox WHERE department_id = $1 AND event = 'rota.published'", shop.department_id
    )
    assert payload["days"] == {str(lin.person_id): 3, str(zhou.person_id): 1}


async def test_leads_hear_of_a_punch_that_waits_until_one_has_answered(shop: Shop, drain: Drain) -> None:
    """Lin Xiao's phone was offline for too long: two leads are told; one decides; the other need not look any more."""
    lin, first, second = (
        await shop.hire("林晓"),
        *[await shop.hire(name, role="lead") for name in ("何主管", "郑主管")],
    )
    now = datetime.now(UTC)
    await tap(lin, "in", now, why="路上没信号", made_at=now - timedelta(hours=20), sent_at=now)
    await drain()
    waiting = await _messages(shop, "attendance.waiting")
    assert {row["person_id"] for row in waiting} == {first.person_id, second.person_id}
    assert waiting[0]["args"] == {"name": "林晓"}
    punch_id = int(waiting[0]["subject"].removeprefix("punch:"))
    await decide_punch(await first.viewer(), punch_id, True, now)
    await drain()
    assert {row["state"] for row in await _messages(shop, "attendance.waiting")} == {"withdrawn"}


async def test_a_leads_own_punch_goes_to_the_manager(shop: Shop, drain: Drain) -> None:
    lead, boss = await shop.hire("何主管", role="lead"), await shop.hire("周总", role="general")
    manager = await shop.manager()
    now = datetime.now(UTC)
    await tap(lead, "in", now, why="路上没信号", made_at=now - timedelta(hours=20), sent_at=now)
    await drain()
    people = {row["person_id"] for row in await _messages(shop, "attendance.waiting")}
    assert people == {manager.person_id} and boss.person_id not in people


async def test_the_head_of_the_trail_leaves_the_system_once_a_day(
    shop: Shop, push_service: PushService, robot_house: RobotHouse
) -> None:
    night = await Night.begin(shop, push_service)
    robot_house.clock = night.clock
    assert await _messages(shop, "audit.head") == []
    robot = robot_house.robot("feishu")
    await put_up_robot(shop.program, "管理群", "feishu", "managers", robot.url, robot.secret, night.at)
    await seal_department(TRAIL, shop.department_id, night.at)
    for _ in range(2):
        await tell_heads(night.at)
    await night.minutes(10)
    said = [
        text for text in robot_house.said["feishu"] if (await trail_state(shop.department_id)).head in text
    ]
    assert len(said) == 1
    night.at += timedelta(days=1)
    await tell_heads(night.at)
    assert [row["state"] for row in await _messages(shop, "audit.head")] == ["told", "open"]
