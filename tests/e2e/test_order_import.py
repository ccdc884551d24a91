"""A file of orders in a real browser: chosen, looked through, taken in, seen to come in, and mended where it was wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from backend.infra import db
from backend.orders.imports.receiving import receive
from tests.e2e.looks import raw_message_ids, runs_off, too_small, violations
from tests.orders.files import chunks
from tests.support.browser import Complaints, a_desk, a_phone, on_page, sign_in, until
from tests.support.house import House
from tests.support.order_files import JD, STORY, Told, as_csv, jd_rows, taobao_rows
from tests.support.shop import Shop

pytestmark = pytest.mark.browser

LIVE = "document.querySelector('[data-state=live]') !== null"


def state(name: str) -> str:
    return f"document.querySelector('[id^=order-import-][data-state={name}]') !== null"


async def looks_right(page: Page) -> None:
    found = await raw_message_ids(page) + await runs_off(page) + await violations(page)
    assert not found, "\n".join([page.url, *found])


async def test_a_file_with_a_mistake_comes_in_and_the_rest_after_it_was_mended(
    house: House, browser: Browser, shop: Shop, tmp_path: Path
) -> None:
    boss = await shop.manager("陈露")
    rows = jd_rows(STORY)
    rows[5][JD.index("订购数量")] = "两个"
    file = tmp_path / "京东.csv"
    file.write_bytes(as_csv(rows, "gb18030"))
    context = await a_phone(browser)
    await sign_in(context, boss, house.url)
    page = await context.new_page()
    complaints = Complaints.of(page, house.url)
    await page.goto(house.url + "/orders/imports")
    await on_page(page, LIVE, "the page hears the house")
    assert "还没有导入过文件" in await page.inner_text("main")
    await page.set_input_files("#file", file)
    await page.click("text=先看结果")
    await on_page(page, state("ready"), "the file is read, by a worker, and the page says so by itself")
    shown = await page.inner_text("main")
    assert (
        "第 6 行" in shown and "数量要是 1 以上的整数" in shown and "已付款 2 · 未付款 1 · 已关闭 1" in shown
    )
    await looks_right(page)
    assert not await too_small(page)
    async with page.expect_download() as download:
        await page.click("text=下载不能接入的行")
    refused = Path(await (await download.value).path()).read_text("utf-8-sig")
    assert "两个" in refused and "洁面乳" not in refused
    await page.click("text=接入 4 个订单")
    await on_page(page, state("done"), "its orders are in, and the page says so by itself")
    assert "完成：新增 4 个" in await page.inner_text("main")
    file.write_text(refused.replace("两个", "2"), "utf-8-sig")
    await page.goto(house.url + "/orders/imports")
    await page.set_input_files("#file", file)
    await page.click("text=先看结果")
    await on_page(page, state("ready"), "the mended lines are recognised, with the columns that were added")
    await page.click("text=接入 1 个订单")
    await on_page(page, state("done"), "and come in")
    count = "SELECT count(*) FROM customer_order WHERE department_id = $1"
    assert await db.fetchval(count, shop.department_id) == 5
    assert not complaints.take()
    await context.close()


async def test_how_far_a_long_file_is_moves_before_ones_eyes(
    house: House, browser: Browser, shop: Shop
) -> None:
    boss = await shop.manager("陈露")
    context = await a_desk(browser)
    await sign_in(context, boss, house.url)
    page = await context.new_page()
    content = as_csv(taobao_rows([Told(f"2026112{place:06}") for place in range(15_000)]))
    await page.goto(house.url + "/orders/imports")
    await on_page(page, LIVE, "the page hears the house")
    from datetime import UTC, datetime

    import_id = await receive(await boss.viewer(), "长.csv", chunks(content), datetime.now(UTC))
    await page.goto(f"{house.url}/orders/imports/{import_id}")
    seen: set[str] = set()

    async def ready() -> bool:
        bar = await page.query_selector("progress")
        if bar and (value := await bar.get_attribute("value")):
            seen.add(value)
        return bool(await page.query_selector("[data-state=ready]"))

    await until(ready, "it is read to its end", within=90)
    assert len(seen - {"0", "100"}) >= 2, f"the bar moved: {seen}"
    assert "接入 15000 个订单" in (await page.inner_text("main")).replace(",", "")
    await looks_right(page)
    await context.close()


async def test_an_unknown_file_is_explained_on_the_phone(
    house: House, browser: Browser, shop: Shop, tmp_path: Path
) -> None:
    boss = await shop.manager("陈露")
    file = tmp_path / "批发.csv"
    file.write_bytes(as_csv([["单号", "商品名称", "件数", "手机"], ["A-1", "茶壶", "2", "13800001234"]]))
    context = await a_phone(browser, color_scheme="dark")
    await sign_in(context, boss, house.url)
    page = await context.new_page()
    await page.goto(house.url + "/orders/imports")
    await page.set_input_files("#file", file)
    await page.click("text=先看结果")
    await on_page(page, state("unmapped"), "nobody knows its columns")
    await looks_right(page)
    assert not await too_small(page)
    assert "13800001234" not in await page.inner_text("main") and "138****1234" in await page.inner_text(
        "main"
    )
    assert await page.input_value("#column-1") == "title", "guessed"
    await page.select_option("#column-0", "number")
    await page.select_option("#column-2", "quantity")
    await page.select_option("#column-3", "phone")
    await page.fill("#name", "批发商城")
    await page.click("text=保存并读取")
    await on_page(page, state("ready"), "it is read by what was said")
    assert "接入 1 个订单" in await page.inner_text("main")
    await page.goto(house.url + "/orders/imports")
    assert "批发商城" in await page.inner_text("main")
    await looks_right(page)
    await context.close()


async def test_an_order_by_telephone(house: House, browser: Browser, shop: Shop) -> None:
    boss = await shop.manager("陈露")
    context = await a_phone(browser)
    await sign_in(context, boss, house.url)
    page = await context.new_page()
    await page.goto(house.url + "/orders/new")
    for name, value in {
        "receiver": "王芳",
        "phone": "13812345678",
        "address": "杭州市文三路 1 号",
        "title-1": "茶壶",
        "price-1": "36",
    }.items():
        await page.fill(f"#{name}", value)
    await page.click("text=保存订单")
    await on_page(page, "/^\\/orders\\/\\d+$/.test(location.pathname)", "the new order is shown")
    row = await db.fetchrow("SELECT * FROM customer_order WHERE department_id = $1", shop.department_id)
    assert row is not None and (row["source"], str(row["total"])) == ("hand", "36.00")
    await context.close()
