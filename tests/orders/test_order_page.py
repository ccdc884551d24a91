"""The page of one order, and the same for programs: what is seen by whom in every state, and what a tap does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from backend.infra import db
from backend.orders.holding import claim
from backend.rules.orders import POINTS
from tests.orders.counter import comes_in, in_hand, reached, ticks
from tests.support.orders import an_order, events_of
from tests.support.shop import Colleague, Shop, found_department

CLEAR = ("13812345678", "文三路", "林知夏")
RETURNS = ("given-back", "clocked-out", "break", "no-right", "signed-out", "silent")
NEW_ADDRESS = "浙江省杭州市滨江区江南大道 9 号"


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


async def whose(shop: Shop, who: Colleague, **said: Any) -> int:
    return await in_hand(shop, who, datetime.now(UTC), receiver="林知夏", **said)


async def sees(browser: httpx.AsyncClient, order_id: int) -> str:
    answer = await browser.get(f"/orders/{order_id}", headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 200, answer.text
    return answer.text


async def sends(browser: httpx.AsyncClient, path: str, **form: str) -> httpx.Response:
    return await browser.post(path, data=form, headers={"HX-Request": "true", "Accept-Language": "zh-CN"})


async def test_the_holder_sees_the_customer_and_others_only_after_a_recorded_look(
    shop: Shop, now: datetime
) -> None:
    lin, chen = await comes_in(shop, "林小满", now), await comes_in(shop, "陈默", now)
    order_id = await whose(shop, lin)
    mine = await sees(await lin.browser(), order_id)
    assert all(each in mine for each in CLEAR) and 'href="tel:13812345678"' in mine
    assert len(await events_of(order_id, "looked")) == 1
    browser = await chen.browser()
    theirs = await sees(browser, order_id)
    assert not any(each in theirs for each in CLEAR)
    assert "林*" in theirs and "138****5678" in theirs and "只有接单人和主管" in theirs
    assert len(await events_of(order_id, "looked")) == 1, "a masked page is no look"
    shown = await sends(browser, f"/orders/{order_id}/look")
    assert all(each in shown.text for each in CLEAR)
    assert (await events_of(order_id, "looked"))[-1]["actor_id"] == chen.person_id
    trail = "SELECT count(*) FROM audit_event WHERE verb = 'order.looked' AND subject = $1"
    assert await db.fetchval(trail, f"order:{order_id}") == 2


async def test_one_order_from_the_first_tick_to_confirmed(shop: Shop, now: datetime) -> None:
    """The note wants another address: nothing is confirmed before somebody has looked, amended and checked it."""
    lin = await comes_in(shop, "林小满", now)
    order_id = await whose(shop, lin, buyer_note="麻烦改一下地址，寄到公司")
    await db.execute("UPDATE order_work SET attention = '[\"address\"]' WHERE order_id = $1", order_id)
    browser = await lin.browser()
    assert "备注像是要改地址" in await sees(browser, order_id)
    refused = await sends(browser, f"/orders/{order_id}/confirmation")
    assert refused.status_code == 409 and "买家备注里有要求" in refused.text
    amended = await sends(
        browser, f"/orders/{order_id}/amendments", field="address", after=NEW_ADDRESS, why="call",
        evidence="10:02 电话里说的，已复述一遍",
    )  # fmt: skip
    assert amended.status_code == 200, amended.text
    assert NEW_ADDRESS in amended.text and "文三路 1 号" in amended.text and "已复述一遍" in amended.text
    assert "备注像是要改地址" not in amended.text, "the amendment has answered the note"
    for point in POINTS:
        answer = await sends(browser, f"/orders/{order_id}/points/{point.code}", kind="pass")
        assert answer.status_code == 200
    assert set((await ticks(order_id)).values()) == {True}
    assert "还没联系上顾客" in (await sends(browser, f"/orders/{order_id}/confirmation")).text
    await reached(order_id, datetime.now(UTC))
    done = await sends(browser, f"/orders/{order_id}/confirmation")
    assert done.status_code == 200 and "已确认，可以打包" in done.text
    kept = await db.fetchval("SELECT address FROM customer_order WHERE id = $1", order_id)
    assert kept == "浙江省杭州市西湖区文三路 1 号", "the order itself stays as it came"


async def test_a_page_that_is_behind_is_refused_in_one_sentence(shop: Shop, now: datetime) -> None:
    """Everything is ticked on Lin's page; the lead amends the phone meanwhile; Lin's confirm says what to do."""
    lin, lead = await comes_in(shop, "林小满", now), await comes_in(shop, "赵主管", now, role="lead")
    order_id = await whose(shop, lin)
    mine, theirs = await lin.browser(), await lead.browser()
    for point in POINTS:
        await sends(mine, f"/orders/{order_id}/points/{point.code}", kind="pass")
    await reached(order_id, datetime.now(UTC))
    answer = await sends(
        theirs,
        f"/orders/{order_id}/amendments",
        field="phone",
        after="13900001111",
        why="chat",
        evidence="聊天截图",
    )
    assert answer.status_code == 200 and "13900001111" not in answer.text, (
        "who does not hold it sees it masked"
    )
    assert "139****1111" in answer.text
    refused = await sends(mine, f"/orders/{order_id}/confirmation")
    assert refused.status_code == 409 and "还没核对完，每一项都要打勾" in refused.text
    assert await events_of(order_id, "confirmed") == []


async def test_two_at_once_on_one_point(shop: Shop, now: datetime) -> None:
    """Lin ticks the address while the lead says that it is wrong: one of the two stands, never half of both."""
    lin, lead = await comes_in(shop, "林小满", now), await comes_in(shop, "赵主管", now, role="lead")
    order_id = await whose(shop, lin)
    mine, theirs = await lin.browser(), await lead.browser()
    path = f"/orders/{order_id}/points/address"
    answers = await asyncio.gather(
        *(sends(mine, path, kind="pass") for _ in range(4)),
        *(sends(theirs, path, kind="fail", what="门牌号不全") for _ in range(4)),
    )
    assert {answer.status_code for answer in answers} <= {200, 409}
    open_ones = await db.fetch(
        "SELECT point FROM order_problem WHERE order_id = $1 AND closed_at IS NULL", order_id
    )
    assert len(open_ones) == 1 and await ticks(order_id) == {"address": False}


@pytest.mark.parametrize("point", ["stock", "payment", "address"])
async def test_what_fails_opens_a_problem_with_owner_and_deadline(
    shop: Shop, now: datetime, point: str
) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await whose(shop, lin)
    browser = await lin.browser()
    page = (await sends(browser, f"/orders/{order_id}/points/{point}", kind="fail", what="不对劲")).text
    assert "前处理好" in page and "不对劲" in page and "还有问题没处理完" in page
    row = await db.fetchrow("SELECT * FROM order_problem WHERE order_id = $1", order_id)
    assert row["due_at"] > now
    solve = f"/orders/problems/{row['id']}/solution"
    if point == "payment":
        assert "财务 负责" in page
        assert (await sends(browser, solve, outcome="好了")).status_code == 403
        return
    if point == "stock":
        assert "暂时缺货，非常抱歉" in page and "陶瓷马克杯 420ml" in page
        early = await sends(browser, solve, outcome="换了蓝色")
        assert early.status_code == 409 and "先告诉顾客缺货" in early.text
        told = await sends(browser, f"/orders/problems/{row['id']}/told", said="暂时缺货")
        assert "已告诉顾客" in told.text
    solved = await sends(browser, solve, outcome="换了蓝色")
    assert solved.status_code == 200 and "换了蓝色" in solved.text


async def test_every_line_of_the_history_has_words(shop: Shop, now: datetime) -> None:
    """Every kind of event that the program writes, shown in both languages: no message id stands there."""
    lin = await comes_in(shop, "林小满", now)
    order_id, who = await whose(shop, lin), lin.person_id
    told: list[tuple[str, dict[str, Any]]] = [
        ("handed", {"person": who}), ("warned", {"person": who, "due": now.isoformat()}),
        ("missed", {"person": None, "due": now.isoformat()}), ("call-due", {"person": who}),
        ("reached", {"seconds": 75}), ("clock-stopped", {}), ("clock-resumed", {}), ("noted", {"said": "老顾客"}),
        ("checked", {"point": "stock", "passed": True}), ("checked", {"point": "stock", "passed": None}),
        ("attended", {"mark": "time", "amended": False}), ("attended", {"mark": "address", "amended": True}),
        ("problem", {"point": "stock", "what": "断货", "due_at": now.isoformat(), "owner": who, "post": ""}),
        ("problem", {"point": "payment", "what": "少付", "due_at": now.isoformat(), "owner": None, "post": "finance"}),
        ("told", {"point": "stock"}), ("overdue", {"point": "stock"}), ("solved", {"point": "stock", "outcome": "换"}),
        ("solved", {"point": "stock", "taken_back": True}), ("solved", {"point": "phone", "amended": "phone"}),
        ("solved", {"point": "phone", "stopped": True}), ("amended", {"field": "phone"}),
        ("platform", {"fields": ["status"]}), ("confirmed", {"reached": True}), ("looked", {}),
        ("confirmed", {"reached": False, "why": "老顾客"}), ("stopped", {"reason": "不要了"}), ("resumed", {"why": ""}),
        *(("returned", {"person": who, "why": why}) for why in RETURNS),
        *(("called", {"outcome": outcome}) for outcome in ("reached", "no-answer", "wrong-number", "later")),
        *(("accepted", {"source": source}) for source in ("file", "webhook", "api", "hand", "demo", "replay")),
    ]  # fmt: skip
    for kind, details in told:
        await db.execute(
            _EVENT, shop.department_id, order_id, kind, now, who, details
        )  # fmt: skip
    browser = await lin.browser()
    for language in ("zh-CN", "en"):
        page = (await browser.get(f"/orders/{order_id}", headers={"Accept-Language": language})).text
        history = page.split('class="order-history"')[1].split("</ol>")[0]
        assert "order-event-" not in history.replace('id="order-event-', "")
    answer = (await browser.get(f"/api/v1/orders/{order_id}/events")).json()
    assert len(answer) == len(told) + 2, "claimed and looked besides"


async def test_programs_do_the_same(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await whose(shop, lin)
    browser, api = await lin.browser(), f"/api/v1/orders/{order_id}"
    found = (await browser.get(api)).json()
    assert found["customer"]["phone"] == "13812345678" and found["standing"] == "work"
    assert found["missing"] == ["point", "unreached"]
    for point in POINTS:
        answer = await browser.put(f"{api}/points/{point.code}", json={"passed": True})
        assert answer.status_code == 200, answer.text
    assert answer.json()["missing"] == ["unreached"]
    back = await browser.delete(f"{api}/points/stock")
    assert "stock" not in back.json()["ticks"]
    said = {"field": "phone", "after": "13900001111", "why": "call", "evidence": "10:02 来电"}
    amended = (await browser.post(f"{api}/amendments", json=said)).json()
    (only,) = amended["amendments"]
    assert (only["before"], only["after"]) == ("13812345678", "13900001111")
    assert "phone" not in amended["ticks"], "to be checked anew"
    refused = await browser.post(f"{api}/confirmation", json={})
    assert refused.status_code == 409
    for point in ("phone", "stock"):
        await browser.put(f"{api}/points/{point}", json={"passed": True})
    await reached(order_id, datetime.now(UTC))
    done = (await browser.post(f"{api}/confirmation", json={})).json()
    assert done["standing"] == "confirmed" and done["ended_by"] == "林小满"
    packed = (await browser.get("/api/v1/orders/confirmed")).json()
    assert [each["order_id"] for each in packed] == [order_id]


async def test_a_page_is_sent_again_only_when_something_has_happened(shop: Shop, now: datetime) -> None:
    """Lin's own tap brings the new page; the word that follows fetches nothing twice, a colleague's tap does."""
    lin, lead = await comes_in(shop, "林小满", now), await comes_in(shop, "赵主管", now, role="lead")
    order_id = await whose(shop, lin)
    browser = await lin.browser()
    page = await sends(browser, f"/orders/{order_id}/points/stock", kind="pass")
    source = page.text.split('data-live-refresh="')[1].split('"')[0]
    asked = {"HX-Request": "true"}
    assert (await browser.get(source, headers=asked)).status_code == 204
    await sends(await lead.browser(), f"/orders/{order_id}/points/phone", kind="pass")
    again = await browser.get(source, headers=asked)
    assert again.status_code == 200 and "2 / 6" in again.text


async def test_another_department_finds_nothing(shop: Shop, now: datetime) -> None:
    order_id = await an_order(shop, now)
    elsewhere = await (await found_department("mall-service", "隔壁")).manager()
    browser = await elsewhere.browser()
    for path in (
        f"/orders/{order_id}",
        f"/orders/{order_id}/page",
        f"/orders/{order_id}/page?seen=0",
        f"/api/v1/orders/{order_id}",
    ):
        assert (await browser.get(path, headers={"HX-Request": "true"})).status_code == 404


async def test_stopped_and_taken_up_again_by_a_lead(shop: Shop, now: datetime) -> None:
    lin, lead = await comes_in(shop, "林小满", now), await comes_in(shop, "赵主管", now, role="lead")
    order_id = await whose(shop, lin)
    stopped = await sends(await lin.browser(), f"/orders/{order_id}/stop", reason="顾客不要了")
    assert "已取消" in stopped.text and "顾客不要了" in stopped.text
    assert (await sends(await lin.browser(), f"/orders/{order_id}/resumption")).status_code == 403
    again = await sends(await lead.browser(), f"/orders/{order_id}/resumption", why="顾客又要了")
    assert again.status_code == 200 and "恢复处理" in again.text
    await claim(await lin.viewer(), order_id, datetime.now(UTC) + timedelta(seconds=1))


_EVENT = """
INSERT INTO order_event (department_id, order_id, kind, at, actor_id, details) VALUES ($1, $2, $3, $4, $5, $6)
"""
