"""What the screens of phones do, programs and the service worker do by the same API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backend.infra import db
from backend.infra.push.vapid import public_key
from backend.people.tokens import create_token
from tests.support.attendance import tap
from tests.support.push_service import Phone, PushService
from tests.support.shop import Shop


def _json(phone: Phone) -> dict:
    given = phone.subscription
    return {
        "endpoint": given.endpoint,
        "expirationTime": None,
        "keys": {"p256dh": given.p256dh, "auth": given.auth},
    }


async def test_on_off_and_how_it_stands(push_service: PushService, shop: Shop) -> None:
    lin, phone = await shop.hire("林晓"), push_service.phone()
    async with await lin.browser(accept="application/json") as browser:
        before = (await browser.get("/api/v1/me/phone")).json()
        assert before == {"key": public_key(), "on": False, "endpoint": "", "arrived_at": None}
        assert (await browser.put("/api/v1/me/phone", json=_json(phone))).status_code == 204
        assert (await browser.get("/api/v1/me/phone")).json()["endpoint"] == phone.subscription.endpoint
        switch = (await browser.get("/me/phone/switch")).text
        assert 'data-phone-is="on"' in switch and phone.token in switch
        assert "已开启" in (await browser.get("/me")).text
        assert (await browser.delete("/api/v1/me/phone")).status_code == 204
        assert (await browser.get("/api/v1/me/phone")).json()["on"] is False


async def test_a_foreign_push_service_is_refused_in_a_sentence(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    given = {"endpoint": "https://evil.example/x", "keys": {"p256dh": "B" * 87, "auth": "A" * 22}}
    async with await lin.browser(accept="application/json") as browser:
        refused = await browser.put("/api/v1/me/phone", json=given)
        assert refused.status_code == 422 and "推送服务" in refused.json()["title"]


async def test_a_program_has_no_phone(shop: Shop) -> None:
    """A bearer token acts as its person, but on no device."""
    lin = await shop.hire("林晓")
    token = await create_token(await lin.viewer(), "脚本", datetime.now(UTC))
    given = {"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "B" * 87, "auth": "A" * 22}}
    async with await lin.browser(accept="application/json", authorization=f"Bearer {token.text}") as browser:
        assert (await browser.put("/api/v1/me/phone", json=given)).status_code == 409


async def test_a_test_from_the_screen_and_from_a_program(push_service: PushService, shop: Shop) -> None:
    lin = await shop.hire("林晓")
    async with await lin.browser(**{"hx-request": "true"}) as browser:
        answer = await browser.post("/me/phone/trial")
        assert answer.status_code == 200 and 'hx-trigger="load delay:1s"' in answer.text
        assert "没有一台设备开启了通知" in answer.text
    async with await lin.browser(accept="application/json") as browser:
        assert (await browser.post("/api/v1/me/phone/trial")).status_code == 202
        told = (await browser.get("/api/v1/me/phone/trial")).json()
        assert told["running"] and told["phones"] == [] and told["told_at"]


async def test_the_floor_sees_whose_phone_cannot_be_reached(shop: Shop) -> None:
    boss, lin = await shop.manager("陈露"), await shop.hire("林晓")
    await tap(lin, "in", datetime.now(UTC), why="来了")
    await db.execute(
        "UPDATE session SET last_seen_at = $2 WHERE person_id = $1",
        lin.person_id,
        datetime.now(UTC) - timedelta(hours=1),
    )
    async with await boss.browser() as browser:
        board, page = await browser.get("/floor"), await browser.get("/floor/phones")
        assert "1 人的手机收不到消息：林晓" in board.text
        assert "没开通知" in page.text and "手机号未验证" in page.text
    async with await boss.browser(accept="application/json") as browser:
        (only,) = (await browser.get("/api/v1/floor/phones")).json()
        assert (only["name"], only["state"], only["reachable"], only["here"]) == ("林晓", "off", False, True)
    async with await lin.browser() as browser:
        assert (await browser.get("/floor/phones")).status_code == 403
