"""Phones that people get in with: seen, ended, bound."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from backend.infra import bus
from backend.infra.refusal import Refusal
from backend.people.devices import ask_for_binding, bind_device, decline_binding, end_device
from backend.people.devices_browser import Browser, browser_name
from backend.people.devices_seen import devices_of, waiting_devices
from backend.people.invitations_answer import accept_with_password
from backend.people.login import log_in
from backend.people.viewer import viewer_by_session
from tests.support.doors import GOOD, link_for, logged_in, somewhere, trail, with_password
from tests.support.shop import Colleague, Shop


async def test_one_sees_where_one_is_logged_in(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    phone = await logged_in(lin)
    mac = await logged_in(
        lin, **{"user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605.1"}
    )
    listed = (await mac.get("/api/v1/me/devices")).json()
    assert [(one["system"], one["program"], one["this"]) for one in listed[:2]] == [
        ("Mac", "Safari", True),
        ("Android", "Chrome", False),
    ]
    assert "Android · Chrome" in (await phone.get("/me/devices")).text


async def test_logging_in_again_is_the_same_device(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    phone = await logged_in(lin)
    before = len(await devices_of(lin.person_id))
    await phone.post("/logout")
    await phone.post("/login", data={"login": lin.login, "password": GOOD})
    assert len(await devices_of(lin.person_id)) == before


async def test_two_people_on_one_phone_are_two_devices_and_keep_theirs(shop: Shop) -> None:
    lin, chen = await with_password(await shop.hire("林晓")), await with_password(await shop.hire("陈露"))
    phone = await logged_in(lin)
    first = (await phone.get("/api/v1/me")).json()["device_id"]
    await phone.post("/logout")
    del phone.headers["x-csrf-token"]
    await phone.post("/login", data={"login": chen.login, "password": GOOD})
    assert (await phone.get("/api/v1/me")).json()["device_id"] != first
    phone.headers["x-csrf-token"] = (await phone.get("/session/csrf")).json()["csrf"]
    await phone.post("/login", data={"login": lin.login, "password": GOOD})
    assert (await phone.get("/api/v1/me")).json()["device_id"] == first


async def test_an_ended_device_is_out_with_its_next_request(
    shop: Shop, drain, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    said: list[tuple[str, dict[str, int]]] = []

    async def goodbye(reason: str, **whom: int) -> None:
        said.append((reason, whom))

    lin = await with_password(await shop.hire("林晓"))
    lost, here = await logged_in(lin), await logged_in(lin)
    lost_id = (await lost.get("/api/v1/me")).json()["device_id"]
    await drain()
    monkeypatch.setattr(bus, "goodbye", goodbye)
    answer = await here.post(f"/me/devices/{lost_id}/end")
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/devices?done=ended")
    assert (await lost.get("/api/v1/me")).status_code == 401
    assert (await here.get("/api/v1/me")).status_code == 200
    await drain()
    assert ("device-ended", {"device_id": lost_id}) in said
    assert "device.ended" in await trail(lin)


async def test_an_ended_device_comes_back_as_a_new_one(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    phone = await logged_in(lin)
    device_id = (await phone.get("/api/v1/me")).json()["device_id"]
    assert (await phone.post(f"/me/devices/{device_id}/end")).headers["location"] == "/login"
    del phone.headers["x-csrf-token"]
    await phone.post("/login", data={"login": lin.login, "password": GOOD})
    assert (await phone.get("/api/v1/me")).json()["device_id"] > device_id


async def test_ending_all_others_leaves_this_one(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    browsers = [await logged_in(lin) for _ in range(3)]
    await browsers[1].post("/me/devices/others/end")
    assert [(await one.get("/api/v1/me")).status_code for one in browsers] == [401, 200, 401]


async def test_a_colleagues_device_is_not_mine_to_end(shop: Shop, a_department) -> None:  # type: ignore[no-untyped-def]
    lin, chen = await shop.hire("林晓"), await shop.hire("陈露")
    device = (await chen.viewer()).device_id
    assert device is not None
    with pytest.raises(Refusal, match="shell-error-not-found"):
        await end_device(await lin.viewer(), device, datetime.now(UTC))
    stranger = await (await a_department("three-shift")).manager()
    with pytest.raises(Refusal, match="shell-error-not-found"):
        await end_device(await stranger.viewer(), device, datetime.now(UTC))
    await end_device(await (await shop.manager()).viewer(), device, datetime.now(UTC))
    with pytest.raises(AssertionError):
        await chen.viewer()


async def test_the_first_phone_binds_itself_and_the_second_asks(shop: Shop) -> None:
    lead, lin = await shop.manager("周敏"), await shop.hire("林晓")
    first = await _join(lin, Browser(device_token="phone-of-lin"))
    assert (await viewer_by_session(first, datetime.now(UTC))).device_bound  # type: ignore[union-attr]
    second = await log_in(
        lin.login, GOOD, datetime.now(UTC), Browser(device_token="new-phone", address="10.8.0.1")
    )
    viewer = await viewer_by_session(second.token, datetime.now(UTC))
    assert viewer and not viewer.device_bound
    await ask_for_binding(viewer, datetime.now(UTC))
    waiting = await waiting_devices(shop.department_id)
    assert [(one.id, one.person_name, one.bound_before) for one in waiting] == [(second.device_id, "林晓", 1)]
    await bind_device(await lead.viewer(), second.device_id, datetime.now(UTC))
    assert (await viewer_by_session(second.token, datetime.now(UTC))).device_bound  # type: ignore[union-attr]
    assert await waiting_devices(shop.department_id) == []


async def test_a_phone_that_already_punches_for_somebody_else_does_not_bind_itself(shop: Shop) -> None:
    lin, chen = await shop.hire("林晓"), await shop.hire("陈露")
    await _join(lin, Browser(device_token="one-phone"))
    token = await _join(chen, Browser(device_token="one-phone"))
    assert not (await viewer_by_session(token, datetime.now(UTC))).device_bound  # type: ignore[union-attr]
    (waiting,) = await waiting_devices(shop.department_id)
    assert (waiting.person_name, waiting.shared_with) == ("陈露", ("林晓",))


async def test_ending_ones_phone_does_not_let_another_bind_itself(shop: Shop) -> None:
    lin = await shop.hire("林晓")
    token = await _join(lin, Browser(device_token="phone-of-lin-2"))
    viewer = await viewer_by_session(token, datetime.now(UTC))
    assert viewer and viewer.device_id
    await end_device(viewer, viewer.device_id, datetime.now(UTC))
    again = await _join(lin, Browser(device_token="phone-of-a-friend"))
    assert not (await viewer_by_session(again, datetime.now(UTC))).device_bound  # type: ignore[union-attr]


async def test_a_lead_does_not_bind_their_own_second_phone(shop: Shop) -> None:
    lead = await shop.manager("周敏")
    by = await lead.viewer()
    await ask_for_binding(by, datetime.now(UTC))
    assert by.device_id is not None
    with pytest.raises(Refusal, match="identity-device-own"):
        await bind_device(by, by.device_id, datetime.now(UTC))
    other = await (await shop.manager("何静")).viewer()
    await decline_binding(other, by.device_id, datetime.now(UTC))
    assert await waiting_devices(shop.department_id) == []


async def test_a_device_of_another_department_cannot_be_bound(shop: Shop, a_department) -> None:  # type: ignore[no-untyped-def]
    stranger = await (await a_department("three-shift")).hire("陌生人")
    device_id = (await stranger.viewer()).device_id
    browser = await (await shop.manager()).browser()
    assert (await browser.put(f"/api/v1/devices/{device_id}/binding")).status_code == 404
    assert (await browser.post(f"/people/devices/{device_id}/binding")).status_code == 404


async def test_fifty_questions_are_one(shop: Shop) -> None:
    viewer = await (await shop.hire("林晓")).viewer()
    await asyncio.gather(*(ask_for_binding(viewer, datetime.now(UTC)) for _ in range(50)))
    assert len(await waiting_devices(shop.department_id)) == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) MicroMessenger/8.0", "iPhone · WeChat"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/142.0 Safari/537.36 Edg/142.0", "Windows · Edge"),
        (
            "Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/132 Mobile HuaweiBrowser/5",
            "HarmonyOS · Huawei Browser",
        ),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_named_in_words(agent: str, words: str) -> None:
    assert browser_name(agent).words == words


async def test_an_unknown_browser_is_still_listed(shop: Shop) -> None:
    lin = await with_password(await shop.hire("林晓"))
    browser = await logged_in(lin, **{"user-agent": "curl/8.0"})
    assert "Unknown browser" in (await browser.get("/me/devices")).text
    assert (await somewhere().get("/me/devices")).headers["location"] == "/login?next=/me/devices"


async def _join(colleague: Colleague, browser: Browser) -> str:
    link = await link_for(colleague)
    return (await accept_with_password(link.token, GOOD, datetime.now(UTC), browser)).token
