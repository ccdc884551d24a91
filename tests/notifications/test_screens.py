"""Messages on the screens: the inbox, the desk, ladders, robots, providers, one's own choices, a phone's reports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from backend.infra import db
from backend.infra.push.outcome import Outcome
from backend.infra.push.provider import Provider
from backend.notifications.actions import tell
from backend.notifications.choices import choose_channels, mute, unmute
from backend.notifications.keys import key_of
from backend.notifications.ladders import set_rule
from backend.notifications.providers import set_provider
from backend.notifications.recording import record
from backend.notifications.walking import walk
from tests.people.test_numbers import verified
from tests.support.messages import Night, state_of, story
from tests.support.push_service import PushService
from tests.support.robot_house import RobotHouse
from tests.support.shop import Colleague, Shop, visitor
from tests.support.trips import round_trips
from tests.support.vendor import Vendor

HTML = {"accept": "text/html"}


@pytest.fixture
async def night(shop: Shop, push_service: PushService) -> Night:
    return await Night.begin(shop, push_service)


async def _told(
    shop: Shop,
    colleague: Colleague,
    kind: str = "hotline.duty",
    subject: str = "duty:1",
    at: datetime | None = None,
) -> int:
    now = at or datetime.now(UTC)
    args = {"start": now.isoformat(), "end": (now + timedelta(hours=2)).isoformat()}
    if kind == "rota.published":
        args = {"month": "2026-12", "days": 3}  # type: ignore[dict-item]
    ids = await tell(
        kind, shop.department_id, subject, now, person_ids=[colleague.person_id], url="/rota", **args
    )  # type: ignore[arg-type]
    return ids[0]


async def test_my_messages_the_unanswered_first(shop: Shop) -> None:
    """Lin Xiao answers with one thumb; then the list says when, and nothing waits any more."""
    lin, zhou = await shop.hire("林晓"), await shop.hire("周敏")
    news, duty = await _told(shop, lin, "rota.published", "rota:1"), await _told(shop, lin)
    await _told(shop, zhou)
    async with await lin.browser(**HTML) as phone:
        text = (await phone.get("/messages")).text
        assert text.index("热线值班，请确认") < text.index("你的班表有变动")
        assert "也告诉了 周敏" in text
        assert f"/messages/{duty}/acknowledgement" in text and f"/messages/{news}/acknowledgement" not in text
        today = (await phone.get("/")).text
        assert "热线值班，请确认" in today
        answer = await phone.post(
            f"/messages/{duty}/acknowledgement", data={"list": "today"}, headers={"hx-request": "true"}
        )
        assert answer.status_code == 200 and f"message-{duty}" not in answer.text
        assert (await phone.post(f"/messages/{duty}/acknowledgement")).status_code == 303
        assert "你在" in (await phone.get("/messages")).text
        assert "热线值班，请确认" not in (await phone.get("/")).text
    assert await state_of(duty) == "acknowledged"
    async with await zhou.browser(**HTML) as phone:
        assert (await phone.post(f"/messages/{duty}/acknowledgement")).status_code == 404


async def test_today_asks_the_database_no_more_often_than_before(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    await _told(shop, lin)
    async with await lin.browser(**HTML) as phone:
        await phone.get("/")
        with round_trips() as sent:
            assert "热线值班，请确认" in (await phone.get("/")).text
        assert len(sent) <= 4, sent


async def test_what_the_page_has_shown_is_seen(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    news, duty = await _told(shop, lin, "rota.published", "rota:1"), await _told(shop, lin)
    async with await lin.browser(accept="text/html", **{"hx-request": "true"}) as phone:
        banner = (await phone.get("/messages/banner")).text
        assert 'data-count="2"' in banner and f'data-message="{news}" data-news="你的班表有变动"' in banner
        assert (
            await phone.post("/messages/seen", data={"ids": f"{news},{duty},999999999,x"})
        ).status_code == 204
        banner = (await phone.get("/messages/banner")).text
        assert 'data-count="1"' in banner and "data-news" not in banner
        opened = await phone.get(f"/messages/{duty}")
        assert (opened.status_code, opened.headers["location"]) == (303, "/rota")
    assert (await state_of(news), await state_of(duty)) == ("told", "open")


async def test_the_desk_sees_every_step(shop: Shop, night: Night) -> None:
    lin, boss = await shop.hire("林晓"), await shop.manager()
    phone = await night.phone(lin)
    message_id = await _told(shop, lin)
    night.at = datetime.now(UTC)
    await night.send()
    key = phone.got[0].payload["key"]
    async with visitor() as worker:
        made = datetime.now(UTC).isoformat()
        for what in ("receipt", "seen", "acknowledgement"):
            answer = await worker.post(f"/messages/deliveries/{key}/{what}", json={"at": made})
            assert answer.status_code == 204, answer.text
        wrong = await worker.post(f"/messages/deliveries/{key_of(10**15)}/receipt", json={"at": "never"})
        assert wrong.status_code == 404
    async with await boss.browser(**HTML) as desk:
        text = (await desk.get("/messages/sent?kind=hotline.duty&standing=acknowledged")).text
        assert "林晓" in text and "已看到" in text and "已确认" in text
        assert "林晓" not in (await desk.get("/messages/sent?standing=exhausted")).text
        whole = (await desk.get(f"/messages/sent/{message_id}")).text
        assert all(word in whole for word in ("开始通知", "手机已显示", "确认了", "林晓的手机"))
        desk.headers["accept"] = "application/json"
        said = (await desk.get(f"/api/v1/messages/sent/{message_id}")).json()
        assert [fact["what"] for fact in said["facts"]] == [
            "told", "sent", "sent", "delivered", "seen", "acknowledged",
        ]  # fmt: skip
        assert said["message"]["attempts"][1]["channel"] == "push"
        assert (await desk.get("/api/v1/messages/sent", params={"person": lin.person_id})).json()["messages"]
    async with await lin.browser(**HTML) as nosy:
        assert (await nosy.get("/messages/sent")).status_code == 403


async def test_the_desk_says_the_day_and_asks_no_answer_of_news(shop: Shop) -> None:
    """Told last night, over this morning: two days in one history. News cannot be "not acknowledged"."""
    lin, boss = await shop.hire("林晓"), await shop.manager()
    evening = shop.clock("2026-11-02", "22:10")
    (message_id,) = await tell(
        "hotline.taken", shop.department_id, "override:1", evening, person_ids=[lin.person_id],
        until=evening + timedelta(minutes=90), name="周敏", end=evening.isoformat(),
    )  # fmt: skip
    await walk(evening + timedelta(hours=10))
    async with await boss.browser(**HTML) as desk:
        text = (await desk.get(f"/messages/sent/{message_id}")).text
    assert ">11月3日</span>08:10:00" in text and "22:10:00" in text
    assert "已过期" in text and ">确认</dt>" not in text


async def test_the_department_writes_its_own_ladder(shop: Shop, night: Night) -> None:
    """Phone at once, group after half a minute, after one minute the manager by name."""
    lin, boss = await shop.hire("林晓"), await shop.manager("周总")
    url = "/messages/rules/hotline.duty"
    async with await boss.browser(**HTML) as desk:
        assert "热线值班" in (await desk.get(url)).text
        form = {
            "use-push": "1", "after-push": "0", "use-robot": "1", "after-robot": "0.5",
            "who-0": f"person:{boss.person_id}", "wait-0": "1",
        }  # fmt: skip
        assert (await desk.post(url, data=form)).status_code == 303
        for wrong in (
            {"use-live": "1", "after-live": "0"},
            {"use-push": "1", "after-push": "bald"},
            {**form, "who-0": "boss"},
            {**form, "wait-0": "0.2"},
        ):
            assert (await desk.post(url, data=wrong)).status_code == 422, wrong
        assert (await desk.post(url, data={**form, "who-0": "person:1"})).status_code == 404
        text = (await desk.get("/messages/rules")).text
        assert "没人应答就告诉周总" in text and "30 秒后" in text and "已改过" in text
    message_id = await _told(shop, lin)
    night.at = datetime.now(UTC)
    phone = await night.phone(boss)
    await night.minutes(1.2)
    assert len(phone.got) == 1
    assert f"climbed person:{boss.person_id}:1" in await story(message_id)
    async with await boss.browser(accept="application/json") as desk:
        rule = (await desk.get("/api/v1/messages/rules/hotline.duty")).json()
        assert rule["ladder"] == [["push", 0], ["robot", 30]] and rule["own"]
        assert (await desk.delete("/api/v1/messages/rules/hotline.duty")).status_code == 204
        put = await desk.put("/api/v1/messages/rules/audit.head", json={"ladder": [["push", 0]]})
        assert put.status_code == 422
        assert not (await desk.get("/api/v1/messages/rules/hotline.duty")).json()["own"]


async def test_a_robot_is_put_up_tried_and_taken_down(shop: Shop, robot_house: RobotHouse) -> None:
    boss = await shop.manager()
    robot = robot_house.robot("dingtalk")
    form = {
        "name": "管理群", "vendor": "dingtalk", "heard_by": "managers", "url": robot.url, "secret": robot.secret
    }  # fmt: skip
    async with await boss.browser(**HTML) as desk:
        refused = await desk.post("/messages/robots", data={**form, "url": "https://evil.example/hook"})
        assert refused.status_code == 422
        text = (await desk.post("/messages/robots", data=form)).text
        assert "管理群" in text and robot.secret not in text and robot.url not in text
        robot_id = await db.fetchval(
            "SELECT id FROM message_robot WHERE department_id = $1", shop.department_id
        )
        kept = await db.fetchval("SELECT secrets FROM message_robot WHERE id = $1", robot_id)
        assert robot.secret.encode() not in kept
        assert "测试已发出" in (await desk.post(f"/messages/robots/{robot_id}/test")).text
        assert robot_house.said["dingtalk"] == ["【测试】当班能在这个群里说话了。"]
        robot_house.removed = True
        assert "没发出去" in (await desk.post(f"/messages/robots/{robot_id}/test")).text
        assert "失败" in (await desk.get("/messages/channels")).text
        assert (await desk.delete(f"/messages/robots/{robot_id}")).status_code == 200
        assert (await desk.post(f"/messages/robots/{robot_id}/test")).status_code == 404


async def test_a_provider_texts_whoever_has_a_verified_number(
    shop: Shop, night: Night, vendor: Vendor
) -> None:
    """Set up on the desk, tried on one's own mobile, then used by a ladder; calls need one of their own."""
    lin, boss = await shop.hire("林晓"), await shop.manager()
    form = {
        "channel": "sms", "name": "云片", "url": vendor.url + "/sms", "auth": "bearer", "secret": vendor.token,
        "success_path": "code", "success_values": "OK",
    }  # fmt: skip
    async with await boss.browser(**HTML) as desk:
        assert (await desk.post("/messages/providers", data={**form, "url": "https://"})).status_code == 422
        text = (await desk.post("/messages/providers", data=form)).text
        assert "云片" in text and vendor.token not in text
        provider_id = await db.fetchval(
            "SELECT id FROM message_provider WHERE department_id = $1 AND ended_at IS NULL",
            shop.department_id,
        )
        url = f"/messages/providers/{provider_id}/test"
        assert (await desk.post(url)).status_code == 409
        for colleague, mobile in ((boss, "13900001111"), (lin, "13812345678")):
            await db.execute("UPDATE person SET mobile = $2 WHERE id = $1", colleague.person_id, mobile)
            reader = boss if colleague is lin else await shop.hire("何主管", role="manager")
            await verified(shop, colleague, reader, datetime.now(UTC))
        assert "测试已发出" in (await desk.post(url)).text
    assert [texted.mobile for texted in vendor.taken] == ["13900001111"]
    night.at = datetime.now(UTC)
    message_id = await _told(shop, lin)
    await night.minutes(8)
    (text_to_lin,) = vendor.taken[1:]
    assert (text_to_lin.mobile, text_to_lin.text) == ("13812345678", "该你值热线了，请确认。")
    assert "skipped call:no-provider" in await story(message_id)


async def test_only_what_surely_was_not_sent_is_sent_again(shop: Shop, night: Night, vendor: Vendor) -> None:
    """The vendor says "not now": once more. The line breaks in the middle: perhaps it was sent, so the call goes on."""
    lin, boss = await shop.hire("林晓"), await shop.manager()
    await db.execute("UPDATE person SET mobile = '13812345678' WHERE id = $1", lin.person_id)
    await verified(shop, lin, boss, datetime.now(UTC))
    for channel, path in (("sms", "/sms"), ("call", "/voice")):
        await set_provider(shop.program, channel, channel, vendor.provider(path), night.at)
    await set_rule(shop.program, "hotline.duty", [("sms", 0), ("call", 120)], [], night.at)
    night.at = datetime.now(UTC)
    vendor.answers(503)
    await _told(shop, lin)
    await night.minutes(1)
    assert [texted.path for texted in vendor.taken] == ["/sms"]
    message_id = await _told(shop, lin, subject="duty:2")
    (wire,) = (await walk(night.at))[0]
    await record([(wire, Outcome("later", 0, "no answer in time"))], night.at)
    await night.minutes(9)
    assert [texted.path for texted in vendor.taken] == ["/sms", "/voice", "/voice"]
    assert "unknown sms: no answer in time" in await story(message_id)
    assert await state_of(message_id) == "exhausted"


async def test_ordinary_news_may_be_switched_off_duty_may_not(shop: Shop, night: Night) -> None:
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    async with await lin.browser(**HTML) as mine:
        assert "班表变动" in (await mine.get("/me/messages")).text
        answer = await mine.post("/me/messages/kinds/rota.published", data={"channel": ["sms", "call"]})
        assert answer.status_code == 303
        refused = await mine.post("/me/messages/kinds/hotline.duty", data={})
        assert refused.status_code == 409
        mine.headers["accept"] = "application/json"
        choices = (await mine.get("/api/v1/messages/choices")).json()
        assert {"kind": "rota.published", "off": ["push"]} in choices["kinds"]
        assert (choices["quiet_from"], choices["quiet_until"]) == ("22:00", "07:30")
    news = await _told(shop, lin, "rota.published", "rota:2", night.at)
    await night.minutes(20)
    assert night.at < shop.clock(night.at.astimezone(shop.zone).date(), "22:00"), "nothing is quiet yet"
    assert phone.got == [] and "skipped push:off" in await story(news)


async def test_a_mute_ends_by_itself_or_by_hand(shop: Shop, night: Night) -> None:
    """Muted for hours: ordinary and urgent news wait, an emergency does not; ended early, all comes at once."""
    lin = await shop.hire("林晓")
    phone = await night.phone(lin)
    viewer = await lin.viewer()
    await mute(viewer, night.at + timedelta(hours=4), night.at)
    for number in (1, 2):
        await tell(
            "rota.published", shop.department_id, f"rota:{number}", night.at, person_ids=[lin.person_id],
            month="2026-12", days=1,
        )  # fmt: skip
    await night.minutes(20)
    assert phone.got == []
    await tell("hotline.duty", shop.department_id, "duty:9", night.at, person_ids=[lin.person_id])
    await night.send()
    assert len(phone.got) == 1
    await unmute(viewer, night.at)
    await night.send()
    assert [pushed.payload["title"] for pushed in phone.got[1:]] == ["2 条新消息"]
    await mute(viewer, night.at + timedelta(minutes=30), night.at)
    await tell(
        "rota.published",
        shop.department_id,
        "rota:3",
        night.at,
        person_ids=[lin.person_id],
        month="2026-12",
        days=1,
    )
    await night.minutes(29)
    assert len(phone.got) == 2
    await night.minutes(2)
    assert len(phone.got) == 3
    async with await lin.browser(**HTML) as mine:
        assert (await mine.post("/me/messages/mute", data={"hours": "4"})).status_code == 303
        assert "手机安静到" in (await mine.get("/me/messages")).text
        assert (await mine.post("/me/messages/mute", data={"hours": "9999"})).status_code == 422
        assert (await mine.post("/me/messages/mute/end")).status_code == 303
    assert await db.fetchval("SELECT count(*) FROM message_mute WHERE person_id = $1", lin.person_id) == 0


async def test_choices_of_kinds_and_channels_that_do_not_exist(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    async with await lin.browser(accept="application/json") as mine:
        answers: list[httpx.Response] = [
            await mine.put("/api/v1/messages/choices/nonsense", json={"off": []}),
            await mine.put("/api/v1/messages/choices/rota.published", json={"off": ["pigeon"]}),
            await mine.put("/api/v1/messages/mute", json={"until": "2031-01-01T00:00:00Z"}),
        ]
    assert [answer.status_code for answer in answers] == [404, 422, 422]
    await choose_channels(await lin.viewer(), "rota.published", [], datetime.now(UTC))


def test_a_provider_is_kept_whole() -> None:
    import msgspec

    kept = Provider("https://sms.example/send", ("sms.example",), headers={"X-App": "7"})
    assert msgspec.json.decode(msgspec.json.encode(kept), type=Provider) == kept
