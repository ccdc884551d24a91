"""How a message finds its person: step by step, through silence, trouble and quiet hours, and never twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.infra import db
from backend.notifications.actions import acknowledge, tell
from backend.notifications.receipts import delivered, opened, understood_there
from backend.notifications.robots import put_up_robot
from backend.notifications.walking import walk
from tests.support.messages import Night, state_of, story
from tests.support.push_service import PushService
from tests.support.robot_house import RobotHouse
from tests.support.shop import Shop


@pytest.fixture
async def night(shop: Shop, push_service: PushService) -> Night:
    return await Night.begin(shop, push_service)


async def _duty(shop: Shop, night: Night, *people: int, subject: str = "duty:1") -> tuple[int, ...]:
    return await tell(
        "hotline.duty", shop.department_id, subject, night.at, person_ids=people, url="/hotline",
        start="21:00", end="08:30",
    )  # fmt: skip


async def test_told_in_the_evening_and_confirmed_by_one_tap(shop: Shop, night: Night) -> None:
    """20:45: the phone says so, without a word about anybody; it was shown; one tap confirms, and nothing follows."""
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    (message_id,) = await _duty(shop, night, lin.person_id)
    await night.send()
    (pushed,) = phone.got
    assert pushed.payload["title"] == "热线值班，请确认"
    assert pushed.payload["actions"] == [{"action": "acknowledge", "title": "知道了"}]
    assert (pushed.payload["url"], pushed.payload["tag"], pushed.topic) == (
        "/hotline",
        f"m{message_id}",
        f"m{message_id}",
    )
    assert (pushed.urgency, pushed.ttl) == ("high", 7200)
    assert "林晓" not in str(pushed.payload) and "21:00" not in str(pushed.payload)
    key = pushed.payload["key"]
    for _ in range(2):
        await delivered(key, night.at)
        await understood_there(key, night.at)
    await night.minutes(30)
    assert len(phone.got) == 1
    assert await story(message_id) == ["told", "sent live", "sent push", "delivered push", "acknowledged"]
    assert await state_of(message_id) == "acknowledged"


async def test_nobody_answers(shop: Shop, night: Night, robot_house: RobotHouse) -> None:
    """The phone at once, the group after two minutes, no provider for text and call, and then nobody was found."""
    lin = await shop.hire("林晓")
    robot = robot_house.robot("feishu")
    await put_up_robot(shop.program, "客服群", "feishu", "floor", robot.url, robot.secret, night.at)
    robot_house.clock = night.clock
    phone = await night.phone(lin)
    (message_id,) = await _duty(shop, night, lin.person_id)
    await night.minutes(20)
    assert len(phone.got) == 1
    (text,) = robot_house.said["feishu"]
    assert "热线值班" in text and "林晓" in text and "21:00" in text
    assert await story(message_id) == [
        "told", "sent live", "sent push", "sent robot", "skipped sms:no-provider", "skipped call:no-provider",
        "exhausted",
    ]  # fmt: skip


async def test_a_group_hears_of_one_matter_once(shop: Shop, night: Night, robot_house: RobotHouse) -> None:
    """Three managers, one hole: each phone says so, the managers' group hears it once, naming them all."""
    robot = robot_house.robot("dingtalk")
    await put_up_robot(shop.program, "管理群", "dingtalk", "managers", robot.url, robot.secret, night.at)
    robot_house.clock = night.clock
    phones = [await night.phone(await shop.manager(name)) for name in ("周总", "吴总", "郑总")]
    night.at = shop.clock((night.at - timedelta(hours=8)).date(), "14:00") + timedelta(days=1)
    ids = await tell("hotline.hole", shop.department_id, "hole:1", night.at, start="21:00", end="08:30")
    await night.minutes(20)
    assert [len(phone.got) for phone in phones] == [1, 1, 1]
    (text,) = robot_house.said["dingtalk"]
    assert "周总、吴总、郑总" in text
    assert {await state_of(message_id) for message_id in ids} == {"exhausted"}


async def test_the_chain_goes_up_when_nobody_answers(shop: Shop, night: Night) -> None:
    """A missed call: the person on shift, after a quarter of an hour the lead; the lead's answer settles it for all."""
    lin, lead = await shop.hire("林晓"), await shop.hire("何主管", role="lead")
    boss_phone = await night.phone(lead)
    args = {"called": night.at.isoformat(), "caller": "138****5678"}
    (first,) = await tell(
        "hotline.missed-call",
        shop.department_id,
        "call:7",
        night.at,
        person_ids=[lin.person_id],
        url="/calls/7",
        **args,
    )
    await night.minutes(14)
    assert boss_phone.got == []
    await night.minutes(2)
    (pushed,) = boss_phone.got
    assert pushed.payload["url"] == "/calls/7" and "5678" not in str(pushed.payload)
    second = pushed.payload["id"]
    assert await db.fetchval("SELECT origin_id FROM message WHERE id = $1", second) == first
    await acknowledge(await lead.viewer(), second, night.at)
    await night.minutes(60)
    assert (await state_of(first), await state_of(second)) == ("settled", "acknowledged")
    assert "climbed leads:1" in await story(first)


async def test_quiet_hours_hold_ordinary_news_and_let_emergencies_through(shop: Shop, night: Night) -> None:
    """Half past eleven at night: the rota is published; the phone is silent until 07:30 and then says all in one."""
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    night.at = night.at + timedelta(hours=2, minutes=45)
    for month in ("2026-12", "2027-01"):
        await tell(
            "rota.published", shop.department_id, f"rota:{month}:1", night.at, person_ids=[lin.person_id], url="/rota",
            month=month, days=3,
        )  # fmt: skip
    await night.minutes(8 * 60 - 1)
    assert phone.got == []
    await _duty(shop, night, lin.person_id)
    await night.send()
    assert [pushed.payload["title"] for pushed in phone.got] == ["热线值班，请确认"]
    await night.minutes(5)
    bundle = phone.got[1].payload
    assert (bundle["title"], bundle["body"], bundle["url"]) == ("2 条新消息", "你的班表有变动", "/messages")
    await delivered(bundle["key"], night.at)
    await night.minutes(60)
    assert len(phone.got) == 2
    states = await db.fetch(
        "SELECT state FROM message WHERE person_id = $1 AND kind = 'rota.published'", lin.person_id
    )
    assert [row["state"] for row in states] == ["told", "told"]


async def test_the_night_shift_is_awake(shop: Shop, night: Night) -> None:
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    day = night.at.astimezone(shop.zone).date()
    await shop.shift(lin, f"{day}", ("21:00", "23:59"))
    night.at += timedelta(hours=2)
    await tell(
        "rota.published",
        shop.department_id,
        "rota:2026-12:9",
        night.at,
        person_ids=[lin.person_id],
        month="2026-12",
        days=1,
    )
    await night.minutes(3)
    assert len(phone.got) == 1


async def test_ordinary_news_is_gathered_for_two_minutes(shop: Shop, night: Night) -> None:
    lead = await shop.hire("何主管", role="lead")
    phone = await night.phone(lead)
    for number, name in enumerate(("林晓", "周敏", "陈宇")):
        await tell("attendance.waiting", shop.department_id, f"punch:{number}", night.at, name=name)
        await night.pass_until(night.at + timedelta(seconds=30))
    assert phone.got == []
    await night.minutes(3)
    (pushed,) = phone.got
    assert pushed.payload["title"] == "3 条新消息"
    assert not pushed.payload["actions"]


async def test_what_was_seen_on_an_open_page_is_not_pushed(shop: Shop, night: Night) -> None:
    from backend.notifications.inbox import see

    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    (message_id,) = await tell(
        "rota.published",
        shop.department_id,
        "rota:2026-12:2",
        night.at,
        person_ids=[lin.person_id],
        month="2026-12",
        days=1,
    )
    await night.send()
    assert await see(await lin.viewer(), [message_id], night.at) == 1
    await night.minutes(30)
    assert phone.got == []
    assert await story(message_id) == ["told", "sent live", "seen", "reached"]


async def test_the_push_service_wants_a_pause(shop: Shop, night: Night, push_service: PushService) -> None:
    """429 with Retry-After: not one second sooner, then once."""
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    push_service.answers(429, Retry_After="90")
    (message_id,) = await _duty(shop, night, lin.person_id)
    await night.pass_until(night.at + timedelta(seconds=89))
    assert phone.got == []
    await night.pass_until(night.at + timedelta(seconds=2))
    assert len(phone.got) == 1
    assert (await story(message_id))[:4] == ["told", "sent live", "later push: answered 429", "sent push"]


async def test_the_push_service_is_down_for_a_quarter_of_an_hour(
    shop: Shop, night: Night, push_service: PushService
) -> None:
    """The ladder goes on meanwhile; the push arrives when the service is back, although the ladder is at its end."""
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    push_service.always(503)
    (message_id,) = await _duty(shop, night, lin.person_id)
    await night.minutes(15)
    assert await state_of(message_id) == "exhausted" and phone.got == []
    push_service.always(201)
    await night.minutes(6)
    assert len(phone.got) == 1
    await understood_there(phone.got[0].payload["key"], night.at)
    assert await state_of(message_id) == "acknowledged"


async def test_a_retry_stops_when_the_matter_is_over(
    shop: Shop, night: Night, push_service: PushService
) -> None:
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    push_service.always(503)
    (message_id,) = await _duty(shop, night, lin.person_id)
    await night.send()
    await acknowledge(await lin.viewer(), message_id, night.at)
    push_service.always(201)
    await night.minutes(30)
    assert phone.got == []
    assert (await story(message_id))[-1] == "dropped push"


async def test_a_dead_phone_is_forgotten_and_the_other_one_rings(
    shop: Shop, night: Night, push_service: PushService
) -> None:
    lin = await shop.hire("林晓")
    await night.phone(lin)
    push_service.answers(410)
    (message_id,) = await _duty(shop, night, lin.person_id)
    await night.send()
    open_ones = "SELECT count(*) FROM push_subscription WHERE person_id = $1 AND ended_at IS NULL"
    assert await db.fetchval(open_ones, lin.person_id) == 0
    assert "gone push: no longer exists" in await story(message_id)
    await _duty(shop, night, lin.person_id, subject="duty:2")
    await night.send()
    assert push_service.asked == 1


async def test_four_workers_at_once_send_each_step_once(shop: Shop, night: Night) -> None:
    people = [await shop.hire(f"同事{number}") for number in range(30)]
    phones = [await night.phone(each) for each in people]
    await _duty(shop, night, *(each.person_id for each in people))
    await asyncio.gather(*(night.send() for _ in range(4)))
    assert [len(phone.got) for phone in phones] == [1] * 30


async def test_a_worker_dies_with_a_push_and_a_group_text_on_the_wire(
    shop: Shop, night: Night, robot_house: RobotHouse
) -> None:
    """The push is sent again under the same topic and tag, so that it replaces; the group is not risked twice."""
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    robot = robot_house.robot("wecom")
    await put_up_robot(shop.program, "群", "wecom", "both", robot.url, robot.secret, night.at)
    (message_id,) = await _duty(shop, night, lin.person_id)
    wires, _ = await walk(night.at)
    assert [wire.channel for wire in wires] == ["live", "push"], "claimed, and the worker is gone"
    await night.send()
    assert phone.got == [], "whoever holds it may still be at it"
    await night.pass_until(night.at + timedelta(seconds=30))
    (pushed,) = phone.got
    assert (pushed.topic, pushed.payload["tag"]) == (f"m{message_id}", f"m{message_id}")
    night.at += timedelta(minutes=2)
    wires, _ = await walk(night.at)
    assert [wire.channel for wire in wires] == ["robot"]
    await night.minutes(30)
    assert robot_house.said["wecom"] == []
    assert "unknown robot" in await story(message_id) and await state_of(message_id) == "exhausted"


async def test_a_key_opens_its_own_delivery_until_the_end(shop: Shop, night: Night) -> None:
    from backend.infra.refusal import Refusal

    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    await _duty(shop, night, lin.person_id)
    await night.send()
    key = phone.got[0].payload["key"]
    for wrong in ("", "x", "é", key[:-1], "B" + key[1:], key + "A"):
        with pytest.raises(Refusal) as refused:
            await opened(wrong, night.at)
        assert refused.value.status == 404
    with pytest.raises(Refusal) as refused:
        await understood_there(key, night.at + timedelta(hours=3))
    assert (refused.value.code, refused.value.status) == ("messages-over", 409)


async def test_a_message_that_nobody_could_be_told_is_said_to_be_so(shop: Shop, night: Night) -> None:
    """No phone, no page open: the ladder ends and the desk sees it; nothing pretends to have been told."""
    lin = await shop.hire("林晓")
    (message_id,) = await tell(
        "rota.published",
        shop.department_id,
        "rota:2026-12:3",
        night.at,
        person_ids=[lin.person_id],
        month="2026-12",
        days=1,
    )
    await night.minutes(30)
    assert await state_of(message_id) == "exhausted"
    assert "skipped push:no-phone" in await story(message_id)


async def test_late_work_moves_what_follows(shop: Shop, night: Night, robot_house: RobotHouse) -> None:
    """All workers stood still for ten minutes: the phone first, the group two minutes later, not all in one moment."""
    lin = await shop.hire("林晓")
    robot = robot_house.robot("wecom")
    await put_up_robot(shop.program, "群", "wecom", "both", robot.url, robot.secret, night.at)
    phone = await night.phone(lin)
    await _duty(shop, night, lin.person_id)
    night.at += timedelta(minutes=10)
    await night.send()
    assert (len(phone.got), robot_house.said["wecom"]) == (1, [])
    await night.pass_until(night.at + timedelta(minutes=2, seconds=1))
    assert len(robot_house.said["wecom"]) == 1


async def test_one_message_that_nobody_can_read_holds_up_no_other(shop: Shop, night: Night) -> None:
    lin, zhou = await shop.hire("林晓"), await shop.hire("周敏")
    phones = [await night.phone(lin), await night.phone(zhou)]
    broken, _ = await _duty(shop, night, lin.person_id, zhou.person_id)
    await db.execute("UPDATE message SET ladder = '[[1]]' WHERE id = $1", broken)
    await night.send()
    assert [len(phone.got) for phone in phones] == [0, 1]
    assert await db.fetchval("SELECT due_at FROM message WHERE id = $1", broken) > night.at
    await db.execute("UPDATE message SET due_at = NULL WHERE id = $1", broken)


async def test_what_an_open_page_has_shown_stands_with_the_page(shop: Shop, night: Night) -> None:
    from backend.notifications.inbox import see

    lin = await shop.hire("林晓")
    (message_id,) = await _duty(shop, night, lin.person_id)
    await night.send()
    await see(await lin.viewer(), [message_id], night.at)
    row = await db.fetchrow(
        "SELECT sent_at, delivered_at, seen_at FROM delivery WHERE message_id = $1", message_id
    )
    assert row is not None and tuple(row) == (night.at, night.at, night.at)
