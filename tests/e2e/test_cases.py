"""After-sales on two phones: one asks for a refund, another approves it; a complaint on the phone becomes a case."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Browser, Page

from backend.infra import db
from tests.e2e.looks import raw_message_ids, runs_off, too_small, violations
from tests.e2e.pages import on_shift
from tests.e2e.test_queue import opens
from tests.orders.cases.counter import case_row, open_counter, steps_done
from tests.support.browser import on_page
from tests.support.hotline_calls import a_line, a_missed_call, a_plan, happens
from tests.support.house import House
from tests.support.shop import Shop

pytestmark = pytest.mark.browser

CUSTOMER = "13812345678"
A_CASE = re.compile(r"/orders/cases/\d+$")


def shows(words: str) -> str:
    return f"document.querySelector('main').innerText.includes('{words}')"


async def offers(page: Page, step: str) -> int:
    """How many buttons or sheets there are for a step."""
    return await page.locator(f"[data-opens^=case-step-{step}-], dialog[id^=case-step-{step}-]").count()


async def test_a_refund_is_asked_by_one_and_approved_by_another(
    house: House, browser: Browser, shop: Shop
) -> None:
    """林晓 asks; her own phone never lets her approve it, not even by hand; 何静's list shows it by itself, he approves,
    赵姐 pays back, and 林晓's page follows without a reload."""
    counter = await open_counter(shop, datetime.now(UTC))
    asks = await opens(browser, house, counter.lin, f"/orders/cases/new?kind=refund&order={counter.order_id}")
    approves = await opens(browser, house, counter.he, "/orders/cases")
    pays = await opens(browser, house, counter.lead, "/orders/cases")
    assert "没有未完成的售后" in await approves.inner_text("#cases-open")

    await asks.fill("textarea[name=what]", "杯口有裂纹，不用寄回")
    await asks.fill("input[name=amount]", "48")
    await asks.click(".thumb button[type=submit]")
    await asks.wait_for_url(A_CASE)
    case_id = int(asks.url.rsplit("/", 1)[1])
    await on_page(asks, "document.querySelector('[data-state=live]') !== null", "林晓 hears the house")
    assert "请叫一位同事" in await asks.inner_text(f"#case-{case_id}")
    assert await offers(asks, "check") == await offers(asks, "object") == 0
    assert await asks.evaluate(BY_HAND, f"/orders/cases/{case_id}/steps") == 403
    assert (await case_row(case_id))["state"] == "registered"
    await asks.evaluate("window.sameVisit = true")

    await on_page(approves, f"document.querySelector('#case-row-{case_id}') !== null", "there by itself")
    assert "等你复核或退款" in await approves.inner_text("#cases-open")
    await on_page(pays, f"document.querySelector('#case-row-{case_id}') !== null", "there as well")
    await approves.click(f"#case-row-{case_id} a.btn")
    await approves.wait_for_url(f"**/orders/cases/{case_id}")
    await approves.click(f".thumb [data-opens=case-step-check-{case_id}]")
    await approves.click("dialog[open] button[type=submit]")
    await on_page(approves, shows("已复核"), "approved")

    await on_page(asks, shows("已复核"), "林晓 sees it by herself")
    assert await offers(asks, "refund") == await offers(approves, "refund") == 0
    await on_page(
        pays,
        f"document.querySelector('#case-row-{case_id} a.btn')?.innerText.includes('去退款')",
        "to be paid back",
    )
    await pays.click(f"#case-row-{case_id} a.btn")
    await pays.wait_for_url(f"**/orders/cases/{case_id}")
    await pays.click(f".thumb [data-opens=case-step-refund-{case_id}]")
    await pays.click("dialog[open] button[type=submit]")
    for page in (pays, approves, asks):
        await on_page(page, shows("已退款"), "everybody sees that it is over")
    assert await asks.evaluate("window.sameVisit"), "without a reload"
    row = await case_row(case_id)
    people = (counter.lin.person_id, counter.he.person_id, counter.lead.person_id)
    assert (row["registered_by"], row["checked_by"], row["closed_by"]) == people
    assert await steps_done(case_id) == ["registered", "check", "refund"]


async def test_two_approve_at_once_and_one_has_done_it(house: House, browser: Browser, shop: Shop) -> None:
    """Both have the sheet open; the second tap is told that it is done already, and the page shows how it stands."""
    counter = await open_counter(shop, datetime.now(UTC))
    case_id = await counter.case("refund")
    path = f"/orders/cases/{case_id}"
    first, second = [await opens(browser, house, who, path) for who in (counter.he, counter.zhou)]
    for page in (first, second):
        await page.click(f".thumb [data-opens=case-step-check-{case_id}]")
    await second.context.set_offline(True)
    await first.click("dialog[open] button[type=submit]")
    await on_page(first, shows("已复核"), "the first has approved")
    await second.context.set_offline(False)
    answer = await second.evaluate(BY_HAND, f"{path}/steps")
    assert answer == 409
    await on_page(second, shows("已复核"), "the second sees it when the network is back")
    assert (await case_row(case_id))["checked_by"] == counter.he.person_id
    assert await steps_done(case_id) == ["registered", "check"]


async def test_a_complaint_on_the_phone_becomes_a_case_with_a_few_taps(
    house: House, browser: Browser, shop: Shop
) -> None:
    now = datetime.now(UTC)
    counter = await open_counter(shop, now)
    await on_shift(counter.lin, now - timedelta(hours=1))
    line_id = await a_line(shop)
    await a_plan(shop, line_id, now, (counter.lin, "13800000001"))
    await happens(shop, line_id, a_missed_call(now, CUSTOMER), now)
    call_id = await db.fetchval("SELECT max(id) FROM call WHERE department_id = $1", shop.department_id)
    page = await opens(browser, house, counter.lin, "/calls")
    await page.click("#calls-open button:has-text('我来回电')")
    await page.locator(f"#calls-open a[href='tel:{CUSTOMER}']").wait_for()
    faults = await runs_off(page) + await too_small(page) + await violations(page)
    await page.click(f"#calls-open a[href='/orders/cases/new?call={call_id}']")
    await page.wait_for_url("**/orders/cases/new?call=*")
    assert "2026110200017" in await page.inner_text("#case-call")
    faults += (
        await runs_off(page) + await too_small(page) + await violations(page) + await raw_message_ids(page)
    )
    await page.click("nav a[href*='kind=complaint']")
    await page.wait_for_url("**kind=complaint**")
    faults += (
        await runs_off(page) + await too_small(page) + await violations(page) + await raw_message_ids(page)
    )
    await page.fill("textarea[name=what]", "等了两天没人回电话")
    await page.click(".thumb button[type=submit]")
    await page.wait_for_url(A_CASE)
    row = await case_row(int(page.url.rsplit("/", 1)[1]))
    assert (row["kind"], row["call_id"], row["order_id"]) == ("complaint", call_id, counter.order_id)
    assert row["owner_id"] == counter.lin.person_id and row["due_at"] > now
    assert CUSTOMER not in await page.content()
    assert faults == []


BY_HAND = """async path => {
  const token = document.querySelector("meta[name=csrf]").content;
  const answer = await fetch(path, {method: "POST", body: new URLSearchParams({step: "check"}),
    headers: {"HX-Request": "true", "X-CSRF-Token": token}});
  return answer.status;
}"""
"""The step without its button: what a phone could still send."""
