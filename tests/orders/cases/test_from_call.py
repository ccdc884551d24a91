"""A complaint on the phone becomes a case with one tap: the call is its source, the caller's orders are offered."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from backend.infra import db
from backend.orders.cases.from_call import call_for_case, dialled
from backend.orders.cases.queries import case_of
from tests.orders.cases.counter import Counter, case_row, open_counter
from tests.orders.cases.test_screens import sees, sends
from tests.support.hotline_calls import a_line, a_missed_call, a_plan, happens
from tests.support.orders import an_order
from tests.support.shop import Shop, found_department

CUSTOMER = "13812345678"
"""Whose order of two mugs it is."""


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC)


async def a_call(shop: Shop, at: datetime, caller: str = CUSTOMER) -> int:
    """Nobody answers it."""
    line_id = await db.fetchval("SELECT id FROM hotline_line WHERE department_id = $1", shop.department_id)
    if line_id is None:
        line_id = await a_line(shop)
        await a_plan(shop, line_id, at)
    await happens(shop, line_id, a_missed_call(at, caller), at + timedelta(seconds=30))
    return await db.fetchval("SELECT max(id) FROM call WHERE department_id = $1", shop.department_id)


@pytest.mark.parametrize(
    ("caller", "number"),
    [
        ("13812345678", "13812345678"),
        ("+8613812345678", "13812345678"),
        ("008613812345678", "13812345678"),
        ("013812345678", "13812345678"),
        ("02155550100", "02155550100"),
        ("", ""),
    ],
)
def test_a_number_is_read_however_the_vendor_writes_it(caller: str, number: str) -> None:
    assert dialled(caller) == number


async def test_from_the_call_to_the_complaint_about_the_order(counter: Counter) -> None:
    """One order under the number: it is meant, until somebody says that it is not."""
    call_id = await a_call(counter.shop, counter.now, "+86" + CUSTOMER)
    browser = await counter.lin.browser()
    listed = await sees(browser, "/calls")
    assert f'href="/orders/cases/new?call={call_id}"' in listed and "登记售后" in listed
    chooser = await sees(browser, "/orders/cases/new", call=str(call_id))
    assert (
        "2026110200017" in chooser
        and "来电" in chooser
        and CUSTOMER not in chooser
        and "林知夏" not in chooser
    )
    assert f"kind=complaint&amp;order={counter.order_id}&amp;call={call_id}" in chooser
    assert f"kind=return&amp;order={counter.order_id}&amp;call={call_id}" in chooser
    form = await sees(browser, "/orders/cases/new", kind="complaint", call=str(call_id))
    assert f'name="order_id" value="{counter.order_id}"' in form
    said = {
        "kind": "complaint",
        "call_id": str(call_id),
        "order_id": str(counter.order_id),
        "what": "杯口有裂纹",
    }
    assert (await sends(browser, "/orders/cases", **said)).status_code < 400
    row = await db.fetchrow("SELECT id, call_id, order_id FROM order_case ORDER BY id DESC LIMIT 1")
    assert row is not None and (row["call_id"], row["order_id"]) == (call_id, counter.order_id)
    assert "这个来电已登记：投诉" in await sees(browser, "/orders/cases/new", call=str(call_id))
    assert f'href="/calls#call-{call_id}"' in await sees(browser, f"/orders/cases/{row['id']}")


async def test_it_is_about_something_else(counter: Counter) -> None:
    """`不是这单`: no order is sent, and who it is stands there with the number."""
    call_id = await a_call(counter.shop, counter.now)
    browser = await counter.lin.browser()
    form = await sees(browser, "/orders/cases/new", kind="complaint", call=str(call_id), order="0")
    assert 'name="order_id"' not in form and "怎么称呼" in form and "2026110200017" not in form
    asked = {"kind": "return", "call": str(call_id)}
    assert f'name="call" value="{call_id}"' in await sees(browser, "/orders/cases/new", order="0", **asked)
    assert "没有这个订单号" in await sees(browser, "/orders/cases/new", number="404404", **asked)
    assert 'name="order_id"' in await sees(browser, "/orders/cases/new", number="2026110200017", **asked)
    said = {"kind": "complaint", "call_id": str(call_id), "contact": "王女士", "what": "客服态度不好"}
    assert (await sends(browser, "/orders/cases", **said)).status_code < 400
    case_id = await db.fetchval("SELECT max(id) FROM order_case")
    assert (await case_row(case_id))["order_id"] is None
    assert (await case_of(counter.shop.department_id, case_id)).customer == "王* 138****5678"
    clear = (await sends(browser, f"/orders/cases/{case_id}/customer")).text
    assert "王女士" in clear and f"tel:{CUSTOMER}" in clear


async def test_several_orders_are_offered_the_latest_first_also_one_whose_number_was_amended(
    counter: Counter,
) -> None:
    later = await an_order(
        counter.shop, counter.now + timedelta(minutes=5), number="2026110300042", phone="138 1234 5678"
    )
    amended = await an_order(
        counter.shop, counter.now + timedelta(minutes=9), number="2026110300043", phone="13700000000"
    )
    await an_order(counter.shop, counter.now, number="2026110300044", phone="13712345678")
    await db.execute(
        "INSERT INTO amendment (department_id, order_id, field, before, after, at) "
        "VALUES ($1, $2, 'phone', '13700000000', $3, $4)",
        counter.shop.department_id, amended, CUSTOMER, counter.now,
    )  # fmt: skip
    call_id = await a_call(counter.shop, counter.now)
    found = await call_for_case(counter.shop.department_id, call_id)
    assert [order.id for order in found.orders] == [amended, later, counter.order_id]
    assert found.only_order is None
    page = await sees(await counter.lin.browser(), "/orders/cases/new", call=str(call_id))
    offered = re.findall(r"order=(\d+)&amp;call=\d+", page)
    assert [int(each) for each in offered] == [amended, later, counter.order_id]


async def test_nobody_elses_orders_are_offered(counter: Counter, now: datetime) -> None:
    """The neighbours' customer has the same number; a withheld one is nobody's."""
    other = await open_counter(await found_department("mall-service", "隔壁"), now)
    for caller in ("", "8001"):
        assert (
            await call_for_case(counter.shop.department_id, await a_call(counter.shop, now, caller))
        ).orders == ()
    call_id = await a_call(counter.shop, now)
    assert [each.id for each in (await call_for_case(counter.shop.department_id, call_id)).orders] == [
        counter.order_id
    ]
    browser = await other.lin.browser()
    assert (await browser.get("/orders/cases/new", params={"call": call_id})).status_code == 404
    page = await sees(
        await counter.lin.browser(), "/orders/cases/new", call=str(await a_call(counter.shop, now, ""))
    )
    assert "来电，未显示号码" in page and "没有这个号码的订单" not in page


async def test_who_pays_back_sees_whom_to_call_without_the_hotline(counter: Counter) -> None:
    """General management makes no call-backs; the case is theirs to see, and each look is written down."""
    call_id = await a_call(counter.shop, counter.now)
    case_id = await counter.case("complaint", order_id=None, call_id=call_id)
    boss = await counter.shop.hire("何总", role="general")
    answer = await sends(await boss.browser(), f"/orders/cases/{case_id}/customer")
    assert answer.status_code == 200 and f"tel:{CUSTOMER}" in answer.text
    verbs = await db.fetch("SELECT verb FROM audit_event WHERE actor_id = $1", boss.person_id)
    assert "case.looked" in [row["verb"] for row in verbs]


async def test_who_does_no_after_sales_is_offered_nothing(counter: Counter) -> None:
    await a_call(counter.shop, counter.now)
    rules = await db.fetchval("SELECT rules FROM department WHERE id = $1", counter.shop.department_id)
    for role in rules["roles"]:
        role["permissions"] = [each for each in role["permissions"] if each != "orders.after-sales"]
    await db.execute(
        "UPDATE department SET rules = $2, rules_version = rules_version + 1 WHERE id = $1",
        counter.shop.department_id, rules,
    )  # fmt: skip
    page = await sees(await counter.lin.browser(), "/calls")
    assert "138****5678" in page and "登记售后" not in page


async def test_the_same_under_the_api(counter: Counter) -> None:
    call_id = await a_call(counter.shop, counter.now)
    browser = await counter.lin.browser()
    found = (await browser.get(f"/api/v1/orders/cases/calls/{call_id}")).json()
    assert found["caller"] == "138****5678" and found["orders"][0]["id"] == counter.order_id
    assert found["orders"][0]["customer"] == "林*" and found["cases"] == []
    body = {"kind": "complaint", "what": "漏发", "call_id": call_id, "order_id": counter.order_id}
    case = (await browser.post("/api/v1/orders/cases", json=body)).json()
    found = (await browser.get(f"/api/v1/orders/cases/calls/{call_id}")).json()
    assert [each["id"] for each in found["cases"]] == [case["id"]]
