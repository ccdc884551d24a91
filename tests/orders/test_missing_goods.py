"""R-ORD-3, out of stock: the customer hears of what is missing, and of nothing else."""

from __future__ import annotations

from datetime import datetime

from backend.infra import db
from backend.orders.amending import amend
from backend.orders.holding import claim
from backend.orders.problems import open_problem
from tests.orders.counter import comes_in, in_hand, refused
from tests.support.orders import an_order, events_of
from tests.support.shop import Colleague, Shop

CUP, BLUE, RED = "陶瓷马克杯 420ml", "围巾 蓝色", "围巾 红色"
PAGE = {"HX-Request": "true", "accept-language": "zh-CN"}


async def test_of_several_goods_the_agent_ticks_which(shop: Shop, now: datetime) -> None:
    """A cup and two scarves, the red one is gone: the page asks, and the text for the customer names that alone."""
    lin = await comes_in(shop, "林小满", now)
    order_id = await _in_hand(lin, now)
    page = await lin.browser()
    sheet = _sheet((await page.get(f"/orders/{order_id}", headers=PAGE)).text)
    assert [f'value="{name}"' in sheet for name in (CUP, BLUE, RED)] == [True] * 3 and " checked" not in sheet
    to, said = f"/orders/{order_id}/points/stock", {"kind": "fail", "what": "红色断货"}
    none = await page.post(to, data=said, headers=PAGE)
    assert none.status_code == 422 and "请勾选哪些商品没货" in none.text
    shown = (await page.post(to, data={**said, "missing-3": RED}, headers=PAGE)).text
    text = shown.split('data-copy="')[1].split('"')[0]
    assert RED in text and BLUE not in text and CUP not in text
    (event,) = await events_of(order_id, "problem")
    assert event["details"]["missing"] == [RED]


async def test_one_of_a_kind_is_ticked_already(shop: Shop, now: datetime) -> None:
    """On the page, and for programs that leave it out."""
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now)
    page = await lin.browser()
    assert _sheet((await page.get(f"/orders/{order_id}", headers=PAGE)).text).count(" checked") == 1
    answer = await page.post(f"/api/v1/orders/{order_id}/problems", json={"point": "stock", "what": "断货"})
    assert answer.json()["problems"]["stock"]["missing"] == [CUP]


async def test_programs_name_them_as_the_order_does(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await _in_hand(lin, now)
    page, at = await lin.browser(), f"/api/v1/orders/{order_id}"
    assert (await page.get(at)).json()["goods"] == [CUP, BLUE, RED]
    answer = await page.put(
        f"{at}/points/stock", json={"passed": False, "what": "断货", "missing": [CUP, RED]}
    )
    assert answer.json()["problems"]["stock"]["missing"] == [CUP, RED]


async def test_what_was_amended_is_what_may_be_missing(shop: Shop, now: datetime) -> None:
    """The customer took another scarf: the goods as they stand count; ticked on an old page it says so."""
    lin = await comes_in(shop, "林小满", now)
    by, order_id = await lin.viewer(), await _in_hand(lin, now)
    await amend(by, order_id, "item", f"{CUP}\n围巾 绿色", now, why="call", evidence="电话")
    wrong = open_problem(by, order_id, "stock", "断货", now, missing=[RED])
    assert await refused(wrong) == ("order-missing-unknown", 422)
    problem_id = await open_problem(by, order_id, "stock", "断货", now, missing=["围巾 绿色"])
    missing = await db.fetchval("SELECT missing FROM order_problem WHERE id = $1", problem_id)
    assert missing == ["围巾 绿色"]


async def test_other_points_are_about_no_goods(shop: Shop, now: datetime) -> None:
    lin = await comes_in(shop, "林小满", now)
    order_id = await in_hand(shop, lin, now)
    problem_id = await open_problem(await lin.viewer(), order_id, "phone", "空号", now, missing=["围巾"])
    assert await db.fetchval("SELECT missing FROM order_problem WHERE id = $1", problem_id) == []


def _sheet(page: str) -> str:
    return page.split('data-field="missing"')[1].split("</fieldset>")[0]


async def _in_hand(agent: Colleague, at: datetime) -> int:
    """An order of a cup and two scarves, one of them with a line break in it, that `agent` has just taken."""
    async with db.transaction():
        order_id = await an_order(agent.shop, at)
        await db.execute(_SCARVES, agent.shop.department_id, order_id)
    await claim(await agent.viewer(), order_id, at)
    return order_id


_SCARVES = """
INSERT INTO order_item (department_id, order_id, line, title, spec, quantity)
VALUES ($1, $2, 2, '围巾', '蓝色', 1), ($1, $2, 3, '围巾', E'\\n红色', 1)
"""
